# Every Emscripten flag of the shipped modules, with its reason. Core is compiled with -flto too (cmake/options.cmake),
# its hot sources with -O3 and the others with -Oz (core/CMakeLists.txt).
#
# A module is `name.wasm`, the glue `name.js` that embind generates, and `name.d.ts`, its declarations.
#
# `inline_threshold`: how much longer than its call a function may be that is copied into its caller; what is smallest was
# found by trying.
function(cuelight_wasm_module name inline_threshold)
  set(target wasm_${name})
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} SUFFIX .js)
  target_link_libraries(${target} PRIVATE cuelight cuelight_options)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/core/src)  # for a time zone table
  target_compile_definitions(
    ${target} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)  # no names of types that nothing registered
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
    --no-entry -lembind
    -sEMBIND_AOT=1                               # the functions that call are written at build time
    -sDYNAMIC_EXECUTION=0                        # and none from a string: a page allows 'wasm-unsafe-eval' and no more
    -sMODULARIZE=1 -sEXPORT_ES6=1
    # Node is served by the same glue. A branch of its own would ask for "fs", which bundlers for browsers don't find,
    # and the glue's own address would make them look for a second file: web/client/load.js hands the module over.
    -sENVIRONMENT=web,worker -sUSE_ES6_IMPORT_META=0
    -sINCOMING_MODULE_JS_API=instantiateWasm
    -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAPU32    # where web/client/boundary.js writes frames and reads replies
    -sFILESYSTEM=0 -sTEXTDECODER=2
    -sWASM_BIGINT=1                              # a count of 64 bits crosses whole
    -sMALLOC=emmalloc
    -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=256KB
    -sASSERTIONS=0
    -lexports.js                                 # what a module imports keeps its name, and can be read and pinned
    --emit-tsd ${name}.d.ts
    # Zeros between the tables stay: hundreds of small segments compress worse.
    -sBINARYEN_EXTRA_PASSES=--skip-pass=memory-packing)
endfunction()
