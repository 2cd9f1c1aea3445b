# Every Emscripten flag of the shipped modules, with its reason. Core is compiled with -flto too (cmake/options.cmake),
# its hot sources with -O3 and the others with -Oz (core/CMakeLists.txt).
#
# `inline_threshold`: how much longer than its call a function may be that is copied into its caller; what is smallest was
# found by trying.
function(cuelight_wasm_module name inline_threshold)
  set(target wasm_${name})
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} SUFFIX .wasm)
  target_link_libraries(${target} PRIVATE cuelight cuelight_options)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/core/src)  # for a time zone table
  target_compile_options(
    ${target} PRIVATE
    -Oz                                          # bindings convert; what is hot stands in core
    -fno-exceptions -fno-rtti)                   # errors are values; a third of the size
  target_link_options(
    ${target} PRIVATE
    -Os                                          # -Oz would link a memcpy that copies octet by octet
    -Wl,-mllvm,-inline-threshold=${inline_threshold}
    -Wl,-mllvm,-inlinehint-threshold=0           # also where libc++ says "inline"
    -fno-exceptions -fno-rtti
    -sSTANDALONE_WASM=1 --no-entry               # no JavaScript of Emscripten's; bindings/boundary.cpp closes what is left
    -sMALLOC=emmalloc
    -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=256KB
    -sASSERTIONS=0
    # Zeros between the tables stay: hundreds of small segments compress worse.
    -sBINARYEN_EXTRA_PASSES=--skip-pass=memory-packing)
endfunction()
