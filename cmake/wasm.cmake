# Every Emscripten flag of the shipped modules, with its reason. Core is compiled with -flto too (cmake/options.cmake),
# its hot sources with -O3 and the others with -Oz (core/CMakeLists.txt).
function(cuelight_wasm_module name)
  set(target wasm_${name})
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} SUFFIX .mjs)
  target_link_libraries(${target} PRIVATE cuelight cuelight_options)
  target_compile_options(
    ${target} PRIVATE
    -Oz                                        # bindings convert; what is hot stands in core
    -fno-exceptions -fno-rtti                  # errors are values; a third of the size
    -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)     # embind without type names in messages
  target_link_options(
    ${target} PRIVATE
    -O3                                        # -Oz would link a memcpy that copies octet by octet
    -Wl,-mllvm,-inline-threshold=5             # but a call is mostly shorter than what it calls
    -lembind
    -fno-exceptions -fno-rtti
    -sMODULARIZE=1 -sEXPORT_ES6=1              # a factory; nothing happens at import
    -sENVIRONMENT=web,worker                   # no Node built-ins in the glue; the facade hands it a compiled module
    -sDYNAMIC_EXECUTION=0                      # no new Function: a page needs only 'wasm-unsafe-eval'
    -sEMBIND_AOT=1                             # invokers written at build time instead
    -sFILESYSTEM=0 -sMALLOC=emmalloc
    -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=256KB
    -sINCOMING_MODULE_JS_API=instantiateWasm
    -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAPU32
    -sASSERTIONS=0
    --no-entry)
endfunction()
