/**
 * @file All that a module asks of its host, from the glue that is generated with it: embind's registrations, more memory,
 * and an end. None of it reaches network, storage, clock or randomness. A build that asks for more, or less, is refused.
 */
export const imports = [
  '_abort_js',
  '_embind_register_bigint',
  '_embind_register_bool',
  '_embind_register_emval',
  '_embind_register_float',
  '_embind_register_function',
  '_embind_register_integer',
  '_embind_register_memory_view',
  '_embind_register_std_string',
  '_embind_register_std_wstring',
  '_embind_register_void',
  'emscripten_resize_heap',
];
