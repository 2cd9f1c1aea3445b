# libsodium (Ed25519, SHA-512), nlohmann_json (the document model), and for the tests Catch2, as pinned source trees.
#
# A tree is taken from, in this order: FETCHCONTENT_SOURCE_DIR_<NAME>, .toolchain/src (filled by cmake/toolchain.sh from
# Debian's source packages), the Debian mirror by way of that script, or the upstream release. The hashes are those of the
# upstream releases and of Debian's .orig tarballs alike.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)

set(CUELIGHT_SOURCES "${PROJECT_SOURCE_DIR}/.toolchain/src")
find_program(CUELIGHT_APT apt-get)
if(CUELIGHT_APT AND NOT EXISTS "${PROJECT_SOURCE_DIR}/.toolchain/stamps/src-libsodium-1.0.22"
   AND (NOT FETCHCONTENT_SOURCE_DIR_LIBSODIUM OR FETCHCONTENT_SOURCE_DIR_LIBSODIUM MATCHES "/\\.toolchain/src/"))
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/toolchain.sh" sources OUTPUT_QUIET RESULT_VARIABLE _failed)
  if(_failed)
    message(STATUS "Debian's source packages are out of reach; the upstream releases are fetched instead")
  endif()
endif()

# `tree`: the name of its folder. One in .toolchain that CMake remembers is that of an earlier release.
function(cuelight_source name tree url sha256)
  string(TOUPPER ${name} upper)
  set(given "${FETCHCONTENT_SOURCE_DIR_${upper}}")
  if((NOT given OR given MATCHES "/\\.toolchain/src/") AND EXISTS "${PROJECT_SOURCE_DIR}/.toolchain/stamps/src-${tree}")
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${CUELIGHT_SOURCES}/${tree}" CACHE PATH "" FORCE)
  endif()
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP ON SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

set(CUELIGHT_LIBSODIUM_VERSION 1.0.22)
cuelight_source(
  libsodium libsodium-${CUELIGHT_LIBSODIUM_VERSION}
  https://github.com/jedisct1/libsodium/archive/refs/tags/${CUELIGHT_LIBSODIUM_VERSION}-RELEASE.tar.gz
  5838bb0c3da6148c24ebe531d1ed1297de9a87aea77d426bcd99f289e681631c)
cuelight_source(nlohmann_json nlohmann_json https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
                0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406)
if(CUELIGHT_TESTS OR CUELIGHT_FUZZ)
  cuelight_source(catch2 catch2-3.7.1 https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
                  c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)
endif()
