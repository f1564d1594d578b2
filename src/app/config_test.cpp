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

TEST(Config, knows_the_proxies_and_the_listeners_that_are_for_them) {
    const auto read = parse_config(
        "[http]\nlisten = [\"127.0.0.1:1\", \"127.0.0.1:2\"]\nproxy_protocol = [\"off\", \"v2\"]\n"
        "trusted_proxies = [\"10.0.0.0/8\", \"2001:db8::1\"]",
        "postern.toml");
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(read->proxy_protocol, (std::vector<std::string>{"off", "v2"}));
    const auto again = parse_config(config_text(*read), "postern.toml");
    ASSERT_TRUE(again.has_value()) << again.error();
    EXPECT_EQ(again->trusted_proxies, read->trusted_proxies);
}

TEST(Config, refuses_proxies_that_make_no_sense) {
    const auto error = [](const char* text) { return parse_config(text, "postern.toml").error(); };
    EXPECT_EQ(error("[http]\ntrusted_proxies = [\"10.0.0.1/8\"]"),
              "postern.toml, line 2: http.trusted_proxies: \"10.0.0.1/8\" is no address or range "
              "such as 10.0.0.0/8");
    EXPECT_EQ(error("[http]\nproxy_protocol = [\"v1\"]"),
              "postern.toml, line 2: http.proxy_protocol: \"off\" or \"v2\" belongs here, not "
              "\"v1\"");
    EXPECT_EQ(error("[http]\nproxy_protocol = [\"v2\"]"),
              "postern.toml: http.proxy_protocol: with \"v2\" name the proxies in "
              "http.trusted_proxies");
    EXPECT_EQ(error("[http]\ntrusted_proxies = [\"::1\"]\nproxy_protocol = [\"v2\", \"v2\"]"),
              "postern.toml: http.proxy_protocol: more words than http.listen has addresses");
}

TEST(Config, knows_the_mail_server_and_refuses_what_cannot_work_or_is_not_safe) {
    const std::string mail = "[mail]\nserver = \"mail.example:587\"\n";
    const auto read = parse_config(mail + "from = \"no-reply@x.example\"", "postern.toml");
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(read->mail_tls, links::MailTls::starttls);
    const auto again = parse_config(config_text(*read), "postern.toml");
    ASSERT_TRUE(again.has_value()) << again.error();
    EXPECT_EQ(again->mail_from, "no-reply@x.example");
    const auto error = [&](const std::string& more) {
        return parse_config(mail + more, "postern.toml").error();
    };
    EXPECT_EQ(error(""), "postern.toml: mail.from: name the address that notices come from");
    EXPECT_EQ(error("from = \"Postern <a@b.c>\""),
              "postern.toml, line 3: mail.from: an address such as no-reply@exchange.example "
              "belongs here");
    EXPECT_EQ(error("from = \"a@b.c\"\nuser = \"x\""),
              "postern.toml: mail.user and mail.password_file: both or neither");
    EXPECT_EQ(error("from = \"a@b.c\"\nuser = \"x\"\npassword_file = \"/x\"\ntls = \"none\""),
              "postern.toml: mail.tls: a password needs \"starttls\" or \"tls\"");
    EXPECT_EQ(error("tls = \"ssl\""),
              "postern.toml, line 3: mail.tls: \"starttls\", \"tls\" or \"none\" belongs here");
    EXPECT_EQ(parse_config("[mail]\nserver = \"smtp://x:25/\"", "postern.toml").error(),
              "postern.toml, line 2: mail.server: a host and port such as mail.example:587 belongs "
              "here");
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
