# Warnings are errors in our own code, where it is built for itself; generated code is built without them (cmake/Asn1c.cmake).
add_library(lihi_warnings INTERFACE)
target_compile_options(lihi_warnings INTERFACE -Wall -Wextra -Wpedantic $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Werror>)
# g++ 12 sees overlapping copies in std::string's operator+ where there are none (GCC bug 105651).
target_compile_options(lihi_warnings INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)
