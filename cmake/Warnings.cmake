# Warnings are errors in our own code; generated code is built without them (cmake/Asn1c.cmake).
add_library(lihi_warnings INTERFACE)
target_compile_options(lihi_warnings INTERFACE -Wall -Wextra -Wpedantic -Werror)
