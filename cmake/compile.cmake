# How everything is compiled: C++23, warnings are errors, hardened.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

option(POSTERN_PLANTS "Compile the planted bugs that prove the test harnesses (never in a release)" OFF)
set(POSTERN_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined or thread")
option(POSTERN_LIBFUZZER "Build the fuzz targets against clang's libFuzzer" OFF)

add_library(postern_compile INTERFACE)
target_compile_options(postern_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wformat=2 -Werror=format-security -Werror
  -fno-strict-aliasing -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
# Not with g++ 12: what it clears as padding is not always padding (docs/decisions/0008).
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(postern_compile INTERFACE -ftrivial-auto-var-init=pattern)
endif()
target_compile_definitions(postern_compile INTERFACE _GLIBCXX_ASSERTIONS
  $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
target_link_options(postern_compile INTERFACE
  -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
if(POSTERN_PLANTS)
  target_compile_definitions(postern_compile INTERFACE POSTERN_PLANTS=1)
endif()
if(POSTERN_SANITIZE)
  target_compile_options(postern_compile INTERFACE -fsanitize=${POSTERN_SANITIZE} -fno-omit-frame-pointer)
  # These three double the time of compiling, and where memory is watched they find nothing more.
  if(POSTERN_SANITIZE MATCHES "address.*undefined")
    target_compile_options(postern_compile INTERFACE -fno-sanitize=null,alignment,object-size)
  endif()
  target_link_options(postern_compile INTERFACE -fsanitize=${POSTERN_SANITIZE})
  # With the sanitizers' code in between, g++ 12 sees uninitialised temporaries in fmt's headers.
  # The other builds warn of real ones, and the sanitizers find what is read.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(postern_compile INTERFACE -Wno-maybe-uninitialized -Wno-uninitialized)
  endif()
endif()
if(POSTERN_LIBFUZZER)
  target_compile_options(postern_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Boost 1.81 is header-only here; foreign headers are not held to our warnings.
add_library(Boost::headers INTERFACE IMPORTED)
find_path(BOOST_INCLUDE boost/asio.hpp REQUIRED)
set_target_properties(Boost::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${BOOST_INCLUDE}
  INTERFACE_COMPILE_DEFINITIONS BOOST_ALL_NO_LIB)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Threads REQUIRED)
find_package(simdjson REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(CURL REQUIRED)
# These come without a CMake package of their own.
foreach(name sodium oath qrencode fido2 cbor zip)
  string(TOUPPER ${name}_LIBRARY found)
  find_library(${found} ${name} REQUIRED)
  add_library(${name} UNKNOWN IMPORTED)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${${found}})
endforeach()
