# Compiler options that every target of the project shares.
add_library(cuelight_options INTERFACE)
target_compile_features(cuelight_options INTERFACE cxx_std_23)
target_compile_options(
  cuelight_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wno-sign-conversion
  # Same input, same bytes: no fused multiply-add, whatever the machine.
  -ffp-contract=off)
if(CUELIGHT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CUELIGHT_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=address,undefined)
endif()
if(EMSCRIPTEN)
  # The same bytes whatever folder it is built in.
  add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${CMAKE_BINARY_DIR}=.)
  add_compile_options(-flto)
  add_link_options(-flto)
endif()
