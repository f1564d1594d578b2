// A letter as the bytes that travel: RFC 5322 headers, one MIME part of plain UTF-8 text.
//
//     compose({.from = "no-reply@x.example", .from_name = "Postern", .to = "alice@example.org",
//              .subject = "Ein Schlüssel ist neu", .text = "Hello,\n...", .id = "7.1.3@x.example",
//              .date = now})
//
//     From: Postern <no-reply@x.example>
//     To: alice@example.org
//     Subject: =?UTF-8?Q?Ein_Schl=C3=BCssel_ist_neu?=
//     Date: Fri, 20 Nov 2026 14:00:00 +0000
//     Message-ID: <7.1.3@x.example>
//     ...
//
// No text of a caller can become a header or a second recipient: addresses are of a narrow form or
// refused, line ends and other controls in a subject become spaces, and the body is quoted.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/types/time.hpp"

namespace links {

struct Letter {
    std::string from;       // an address
    std::string from_name;  // may be empty
    std::string to;         // an address
    std::string subject;    // one line of UTF-8
    std::string text;       // lines of UTF-8, ended by \n
    std::string id;         // left@right, the same whenever this letter is made again
    core::Timestamp date;
};

enum class LetterFault : std::uint8_t { bad_from, bad_to, bad_id };

// local@domain in ASCII: dots between atoms of RFC 5322, a domain of letters, digits, dashes and
// dots (or an address in brackets); at most 254 bytes.
bool is_mail_address(std::string_view text);

[[nodiscard]] std::expected<std::string, LetterFault> compose(const Letter& letter);

// The pieces, each tested alone.
std::string encode_header_text(std::string_view text, std::size_t first_column);
std::string quoted_printable(std::string_view text);
std::string format_mail_date(core::Timestamp at);

}  // namespace links
