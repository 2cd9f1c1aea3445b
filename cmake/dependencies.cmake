# libsodium (SHA-256, SHA-512, Ed25519), nlohmann_json (the document model), and for the tests Catch2, as pinned source
# trees.
#
# A tree is taken from, in this order: FETCHCONTENT_SOURCE_DIR_<NAME>, .toolchain/src (filled by cmake/toolchain.sh from
# Debian's source packages), the Debian mirror by way of that script, or the upstream release with its hash.
#
# The hashes of Catch2 and nlohmann_json are also those of Debian's .orig tarballs. Debian repacks libsodium; its hash here is
# that of the upstream release, as many distributions record it.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)

set(CUELIGHT_SOURCES "${PROJECT_SOURCE_DIR}/.toolchain/src")
find_program(CUELIGHT_APT apt-get)
if(CUELIGHT_APT AND NOT DEFINED FETCHCONTENT_SOURCE_DIR_LIBSODIUM
   AND NOT EXISTS "${PROJECT_SOURCE_DIR}/.toolchain/stamps/src-nlohmann_json")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/toolchain.sh" sources OUTPUT_QUIET RESULT_VARIABLE _failed)
  if(_failed)
    message(STATUS "Debian's source packages are out of reach; the upstream releases are fetched instead")
  endif()
endif()

function(cuelight_source name url sha256)
  string(TOUPPER ${name} upper)
  if(NOT DEFINED FETCHCONTENT_SOURCE_DIR_${upper} AND EXISTS "${PROJECT_SOURCE_DIR}/.toolchain/stamps/src-${name}")
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${CUELIGHT_SOURCES}/${name}")
  endif()
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP ON SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

cuelight_source(libsodium https://download.libsodium.org/libsodium/releases/libsodium-1.0.18.tar.gz
                6f504490b342a4f8a4c4a02fc9b866cbef8622d5df4e5452b46be121e46636c1)
cuelight_source(nlohmann_json https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
                0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406)
if(CUELIGHT_TESTS OR CUELIGHT_FUZZ)
  cuelight_source(catch2 https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
                  c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)
endif()
