#include "app/config.hpp"

#include <gtest/gtest.h>

namespace app {
namespace {

TEST(Config, reads_back_the_file_that_init_writes) {
    Config config;
    config.environment = core::Environment::test;
    config.threads = 3;
    config.cluster[15] = 7;
    const auto read = parse_config(config_text(config), "postern.toml");
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(config_text(*read), config_text(config));
}

TEST(Config, says_where_it_is_wrong_and_what_belongs_there) {
    const auto error = [](const char* text) { return parse_config(text, "postern.toml").error(); };
    EXPECT_EQ(error("[http]\nthreads = 0"),
              "postern.toml, line 2: http.threads: from 1 to 64, not 0");
    EXPECT_EQ(error("[http]\ntreads = 2"),
              "postern.toml, line 2: http.treads: there is no such setting");
    EXPECT_EQ(error("environment = \"prod\""),
              "postern.toml, line 1: environment: \"live\" or \"test\" belongs here");
    EXPECT_EQ(error("[http]\nlisten = []"), "postern.toml: http.listen: name one address");
    EXPECT_EQ(error("[http]\nthreads = \"2\""),
              "postern.toml, line 2: http.threads: a whole number belongs here");
    EXPECT_TRUE(error("[http\n").starts_with("postern.toml, line 1: "));
}

}  // namespace
}  // namespace app
