# A harness must catch a planted bug: the program runs with the plant and has to fail, and fail
# because a test said so. A crash at the start, a missing program or a wrong filter is no catch.
#
#     cmake -DPROGRAM=bin/journal_disk_tests -DPLANT=ack_before_fsync -DFILTER=PowerLoss.* -P expect_failure.cmake
execute_process(COMMAND ${CMAKE_COMMAND} -E env POSTERN_PLANT=${PLANT}
    ${PROGRAM} --gtest_brief=1 --gtest_filter=${FILTER}
  OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE code)
string(FIND "${said}" ": Failure" expectation)
string(FIND "${said}" "[  FAILED  ]" verdict)
if(NOT code EQUAL 1 OR expectation EQUAL -1 OR verdict EQUAL -1)
  message(FATAL_ERROR "The planted bug ${PLANT} was not caught (exit code ${code}):\n${said}")
endif()
