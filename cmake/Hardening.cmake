# What makes exploits harder, in every target; tests/install/hardening_test.sh reads it from the program. Sanitizers bring
# checks of their own, and their builds are never shipped.
if(LIHI_HARDEN AND NOT LIHI_SANITIZE AND NOT LIHI_COVERAGE)
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES C CXX)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    add_compile_options(-fcf-protection=full)
  endif()
  add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
  add_link_options(LINKER:-z,relro,-z,now,-z,noexecstack)
  if(CMAKE_BUILD_TYPE MATCHES "Rel|MinSize") # it needs optimization
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_FLAGS "-O2 -Werror")
    check_cxx_source_compiles("
      #include <features.h>
      #if defined(__clang__) ? __clang_major__ < 15 : __GNUC__ < 12
      #error knows level 2 alone
      #endif
      int main() {}" LIHI_FORTIFIES_AT_3)
    unset(CMAKE_REQUIRED_FLAGS)
    add_compile_options(-U_FORTIFY_SOURCE "-D_FORTIFY_SOURCE=$<IF:$<BOOL:${LIHI_FORTIFIES_AT_3}>,3,2>")
  endif()
endif()
