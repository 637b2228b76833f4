# Compiles asn1/*/*.asn with asn1c into the build tree and makes the static library lihi_asn1 of the result.
#
# asn1c names its output after the types, so the list of C files is known only after it ran: it runs when
# CMake configures, and again only when a module (or the way it is called) changed. The library holds the
# codecs that the reference decoder and the table generator need; liblihi itself does not link it.
#
# asn1/patches mends faults of asn1c's runtime that fuzzing found; each patch says which.

find_program(ASN1C asn1c REQUIRED)
find_program(PATCH patch REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(asn1_batcher "${PROJECT_SOURCE_DIR}/cmake/batch_asn1.py")
file(GLOB LIHI_ASN1_PATCHES CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/asn1/patches/*.patch")
file(GLOB LIHI_ASN1_MODULES CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/asn1/*/*.asn")
set(LIHI_ASN1_DIR "${PROJECT_BINARY_DIR}/asn1c")
set(LIHI_ASN1_FLAGS -fcompound-names -fno-include-deps -gen-PER -pdu=all)

set(asn1_key "${LIHI_ASN1_FLAGS}")
foreach(module IN LISTS LIHI_ASN1_MODULES LIHI_ASN1_PATCHES asn1_batcher)
  file(SHA256 "${module}" hash)
  string(APPEND asn1_key "\n${hash} ${module}")
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${LIHI_ASN1_MODULES} ${LIHI_ASN1_PATCHES} ${asn1_batcher})

set(asn1_stamp "${LIHI_ASN1_DIR}.stamp")
set(asn1_done "")
if(EXISTS "${asn1_stamp}")
  file(READ "${asn1_stamp}" asn1_done)
endif()
if(NOT asn1_done STREQUAL asn1_key)
  message(STATUS "Running asn1c")
  file(REMOVE_RECURSE "${LIHI_ASN1_DIR}")
  file(MAKE_DIRECTORY "${LIHI_ASN1_DIR}")
  execute_process(
    COMMAND "${ASN1C}" ${LIHI_ASN1_FLAGS} ${LIHI_ASN1_MODULES}
    WORKING_DIRECTORY "${LIHI_ASN1_DIR}"
    RESULT_VARIABLE asn1_status OUTPUT_VARIABLE asn1_log ERROR_VARIABLE asn1_log)
  if(NOT asn1_status EQUAL 0)
    message(FATAL_ERROR "asn1c failed:\n${asn1_log}")
  endif()
  foreach(patch IN LISTS LIHI_ASN1_PATCHES)
    execute_process(COMMAND "${PATCH}" -p1 --forward --no-backup-if-mismatch -i "${patch}"
      WORKING_DIRECTORY "${LIHI_ASN1_DIR}" RESULT_VARIABLE asn1_status OUTPUT_VARIABLE asn1_log ERROR_VARIABLE asn1_log)
    if(NOT asn1_status EQUAL 0)
      message(FATAL_ERROR "${patch} does not apply:\n${asn1_log}")
    endif()
  endforeach()
  file(REMOVE "${LIHI_ASN1_DIR}/converter-sample.c")
  execute_process(COMMAND "${Python3_EXECUTABLE}" "${asn1_batcher}" "${LIHI_ASN1_DIR}" COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE "${asn1_stamp}" "${asn1_key}")
endif()

file(GLOB asn1_sources "${LIHI_ASN1_DIR}/*.c")
# asn1c 0.9.28 refers to this one encoder without having it; nothing here encodes PER.
set(asn1_missing "${LIHI_ASN1_DIR}.missing.c")
set(asn1_missing_text "#include <constr_SET_OF.h>\nasn_enc_rval_t SET_OF_encode_uper(asn_TYPE_descriptor_t *td, asn_per_constraints_t *c, void *s, asn_per_outp_t *o) {\n  asn_enc_rval_t r = {-1, td, s};\n  (void)c; (void)o;\n  return r;\n}\n")
file(CONFIGURE OUTPUT "${asn1_missing}" CONTENT "${asn1_missing_text}" @ONLY)

# What its runtime allocates is counted, against a budget that whoever decodes with it may set.
set(asn1_runtime "${PROJECT_SOURCE_DIR}/asn1/runtime")
set_source_files_properties(${asn1_sources} PROPERTIES
  COMPILE_OPTIONS "-DLIHI_ASN1_RUNTIME;-include;${asn1_runtime}/budget.h" OBJECT_DEPENDS "${asn1_runtime}/budget.h")
add_library(lihi_asn1 STATIC ${asn1_sources} "${asn1_missing}" "${asn1_runtime}/budget.c")
target_include_directories(lihi_asn1 SYSTEM PUBLIC "${LIHI_ASN1_DIR}" "${asn1_runtime}")
target_compile_options(lihi_asn1 PRIVATE -w)
