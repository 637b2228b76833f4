# LIHI_SANITIZE and LIHI_COVERAGE apply to every target.
if(LIHI_SANITIZE)
  add_compile_options(-fsanitize=${LIHI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIHI_SANITIZE})
endif()
if(LIHI_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
