# `cmake --install` gives a package that find_package(cuelight) finds: the library and its headers.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS cuelight EXPORT cuelight-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/cuelight DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# cuelight::json::value is a type of nlohmann_json's: the very headers that the library was built with go beside its own.
install(DIRECTORY ${nlohmann_json_SOURCE_DIR}/include/nlohmann DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cuelight/vendor)
install(EXPORT cuelight-targets NAMESPACE cuelight:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/cuelight)

file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/cuelight-config.cmake
     "include(\"\${CMAKE_CURRENT_LIST_DIR}/cuelight-targets.cmake\")\n")
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/cuelight-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/cuelight-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/cuelight-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/cuelight)
