// Hands letters to one mail server, by libcurl.
//
//     Smtp smtp{{.host = "mail.example:587", .tls = MailTls::starttls, .user = "postern",
//                .password = ...}};
//     switch (smtp.send("no-reply@x.example", "alice@example.org", bytes)) ...
//
// accepted   the server has it and answers for it from now on
// never      it refuses this letter or this recipient for good (5xx)
// later      it refuses them for now (4xx): others may go through
// trouble    the server cannot be reached, does not let us in, or will not have our address
//
// If the connection breaks behind the last byte, nobody knows whether it was accepted: that is
// trouble, and the same letter comes again under the same Message-ID.
//
// Threads  one at a time; the connection stays open between letters. abort() from any thread.
// Errors   trouble() says in a sentence what was wrong last; never an address or a password.
#pragma once

#include <boost/describe.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "links/mail/delivery.hpp"
#include "vault/secret.hpp"

namespace links {

enum class MailTls : std::uint8_t {
    none,
    starttls,  // or nothing is sent
    tls,       // from the first byte
};
BOOST_DESCRIBE_ENUM(MailTls, none, starttls, tls)

struct SmtpOptions {
    std::string host{};  // "mail.example:587"
    MailTls tls{MailTls::starttls};
    std::string user{};  // empty: without signing in
    std::optional<vault::Secret> password{};
    std::filesystem::path certificates{};  // who may vouch for the server; empty: the
                                           // system's list
    long connect_seconds{10};
    long letter_seconds{60};
};

class Smtp {
  public:
    explicit Smtp(SmtpOptions options);
    ~Smtp();

    Delivery send(const std::string& from, const std::string& to, std::string_view letter);
    const std::string& trouble() const;
    // A letter on its way is given up; later ones are not begun.
    void abort();

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace links
