# The time zone table of core: a small host program (cmake/tz_table.cpp) compiles the system's tz database into one
# source file. It is built and run by the build machine's own compiler, also when the target is WebAssembly.
set(CUELIGHT_ZONEINFO "/usr/share/zoneinfo" CACHE PATH "The compiled tz database, with its tzdata.zi")
if(NOT EXISTS "${CUELIGHT_ZONEINFO}/tzdata.zi")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/toolchain.sh" packages tzdata)
endif()
if(NOT EXISTS "${CUELIGHT_ZONEINFO}/tzdata.zi")
  message(FATAL_ERROR "No tz database in ${CUELIGHT_ZONEINFO}. Install the package tzdata, or set CUELIGHT_ZONEINFO.")
endif()
if(CMAKE_CROSSCOMPILING)
  find_program(CUELIGHT_HOST_CXX NAMES c++ g++ clang++ clang++-19 NO_CMAKE_FIND_ROOT_PATH REQUIRED)
else()
  set(CUELIGHT_HOST_CXX "${CMAKE_CXX_COMPILER}")
endif()

set(tz_table_program "${CMAKE_BINARY_DIR}/tz_table${CMAKE_HOST_EXECUTABLE_SUFFIX}" CACHE INTERNAL "")
add_custom_command(
  OUTPUT "${tz_table_program}"
  COMMAND "${CUELIGHT_HOST_CXX}" -std=c++2b -O1 "-I${PROJECT_SOURCE_DIR}/core/include" -o "${tz_table_program}" "${PROJECT_SOURCE_DIR}/cmake/tz_table.cpp"
  DEPENDS "${PROJECT_SOURCE_DIR}/cmake/tz_table.cpp" "${PROJECT_SOURCE_DIR}/core/include/cuelight/civil.hpp" VERBATIM)

# Sets `variable` to the table's source, with every change of the clock from `first_year` on.
function(cuelight_tz_table variable first_year)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/tz_table_${first_year}.cpp")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${tz_table_program}" "${CUELIGHT_ZONEINFO}" "${source}" ${first_year}
    DEPENDS "${tz_table_program}" "${CUELIGHT_ZONEINFO}/tzdata.zi"
    COMMENT "Compiling the time zone table from ${first_year} on" VERBATIM)
  set(${variable} "${source}" PARENT_SCOPE)
endfunction()
