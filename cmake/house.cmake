# The rooms of the house: a folder of src/ becomes one library, its *_test.cpp one test program,
# each *_fuzz.cpp one fuzz program. What several tests share (*_for_tests.cpp) is compiled once,
# into the test program only.

option(POSTERN_TESTS "Build the tests" ON)
if(POSTERN_TESTS)
  find_package(GTest REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck)
  include(GoogleTest)
endif()

# Most of the time of compiling goes into reading the same large headers. The builds that test read
# them once per folder; the release build and the golden ones do not, so that a forgotten include
# is found.
option(POSTERN_PRECOMPILE "Precompile the headers that a folder names as COMMON" OFF)

function(postern_precompile target)
  if(NOT POSTERN_PRECOMPILE)
    return()
  endif()
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/src/)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # In a precompiled std::string g++ 12 sees bounds that are not there. The release build, which has
  # no such headers, warns of real ones.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
  endif()
endfunction()

# postern_folder(core/ledger NEEDS core/types LIBRARIES SQLite::SQLite3 COMMON core/types/record.hpp)
#
# Sources are all *.cpp below src/core/ledger. The target is called core_ledger.
function(postern_folder folder)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "NEEDS;LIBRARIES;COMMON")
  string(REPLACE "/" "_" target ${folder})
  set(here ${PROJECT_SOURCE_DIR}/src/${folder})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${here}/*.cpp)
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|_for_tests|_fuzz|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "(_test|_for_tests)\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")

  if(sources)
    add_library(${target} STATIC ${sources})
    set(visibility PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(${target} ${visibility} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target} ${visibility} postern_compile)
  foreach(need ${room_NEEDS})
    string(REPLACE "/" "_" lower ${need})
    target_link_libraries(${target} ${visibility} ${lower})
  endforeach()
  target_link_libraries(${target} ${visibility} ${room_LIBRARIES})
  if(sources AND room_COMMON)
    postern_precompile(${target} ${room_COMMON})
  endif()

  if(POSTERN_TESTS AND tests)
    postern_test(${target}_tests ${tests} NEEDS ${target} COMMON ${room_COMMON})
  endif()
  if(POSTERN_TESTS AND fuzzers)
    foreach(fuzzer ${fuzzers})
      postern_fuzz(${fuzzer} ${target})
    endforeach()
  endif()
endfunction()

# One test program with all its cases listed in CTest.
function(postern_test target)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "NEEDS;LIBRARIES;COMMON")
  add_executable(${target} ${test_UNPARSED_ARGUMENTS})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${test_NEEDS} ${test_LIBRARIES} GTest::gtest GTest::gtest_main)
  if(RAPIDCHECK_LIBRARY)
    target_link_libraries(${target} PRIVATE ${RAPIDCHECK_LIBRARY})
  endif()
  list(LENGTH test_UNPARSED_ARGUMENTS files)
  if(test_COMMON AND files GREATER 3)
    postern_precompile(${target} ${test_COMMON})
  endif()
  add_test(NAME ${target} COMMAND ${target} --gtest_brief=1)
  set_tests_properties(${target} PROPERTIES LABELS unit TIMEOUT 600)
endfunction()

# One fuzz program. Under g++ it plays seeded random inputs (base/fuzz_main.cpp); with
# POSTERN_LIBFUZZER it is driven by clang's libFuzzer.
function(postern_fuzz source target)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${target})
  if(POSTERN_LIBFUZZER)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${name} COMMAND ${name} -runs=200000 -max_total_time=20 -print_final_stats=1)
  else()
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz_main.cpp)
    add_test(NAME ${name} COMMAND ${name} --seed 1 --runs 100000)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 600)
endfunction()

function(postern_executable target source)
  cmake_parse_arguments(PARSE_ARGV 2 program "" "" "NEEDS;LIBRARIES")
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE ${program_NEEDS} ${program_LIBRARIES})
endfunction()
