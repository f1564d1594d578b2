#include "links/mail/message.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>

namespace links {
namespace {

constexpr std::size_t address_bytes_max = 254;
constexpr std::size_t line_columns = 76;
constexpr std::size_t word_bytes_max = 75;  // of an encoded word, RFC 2047
constexpr std::string_view word_begin = "=?UTF-8?Q?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t from_column = 6;     // behind "From: "
constexpr std::size_t subject_column = 9;  // behind "Subject: "

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.contains(c);
    });
}

bool is_label(std::string_view text) {
    return !text.empty() && text.size() <= 63 && !text.starts_with('-') && !text.ends_with('-') &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

// Whether all parts between dots are of a kind.
bool all_parts(std::string_view text, bool (*is_part)(std::string_view)) {
    while (true) {
        const std::size_t dot = text.find('.');
        if (!is_part(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_bracketed_address(std::string_view text) {
    return text.size() > 2 && text.starts_with('[') && text.ends_with(']') &&
           std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
               return is_letter_or_digit(c) || c == '.' || c == ':';
           });
}

std::string hex(char c) { return fmt::format("{:02X}", static_cast<unsigned char>(c)); }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// How many bytes the character takes that begins here; 1 for bytes that begin none.
std::size_t character_bytes(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return std::min(size, text.size());
}

std::string q_encoded(std::string_view character) {
    std::string out;
    for (const char c : character) {
        if (is_letter_or_digit(c)) {
            out += c;
        } else {
            out += c == ' ' ? "_" : "=" + hex(c);
        }
    }
    return out;
}

std::string without_controls(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(line, is_control, ' ');
    return line;
}

// RFC 2047; no character straddles two words.
std::string encoded_words(std::string_view line, std::size_t first_column) {
    std::string out{word_begin};
    std::size_t room = std::min(word_bytes_max, line_columns - first_column);
    std::size_t used = word_begin.size() + word_end.size();
    for (std::string_view rest = line; !rest.empty();) {
        const std::size_t size = character_bytes(rest);
        const std::string encoded = q_encoded(rest.substr(0, size));
        if (used + encoded.size() > room) {
            out += fmt::format("{}\r\n {}", word_end, word_begin);
            room = word_bytes_max;
            used = word_begin.size() + word_end.size();
        }
        out += encoded;
        used += encoded.size();
        rest.remove_prefix(size);
    }
    return out += word_end;
}

// A word as it is; all else encoded, because commas and quotes have a meaning in front of an
// address.
std::string display_name(std::string_view name) {
    return is_atom(name) && name.size() <= 60 ? std::string{name}
                                              : encoded_words(without_controls(name), from_column);
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > address_bytes_max || at > 64) return false;
    const std::string_view domain = text.substr(at + 1);
    return all_parts(text.substr(0, at), is_atom) &&
           (all_parts(domain, is_label) || is_bracketed_address(domain));
}

// As it is where that is harmless; otherwise in encoded words.
std::string encode_header_text(std::string_view text, std::size_t first_column) {
    const std::string line = without_controls(text);
    const bool plain = std::ranges::all_of(line, is_ascii) && !line.contains("=?") &&
                       first_column + line.size() <= line_columns;
    return plain ? line : encoded_words(line, first_column);
}

// RFC 2045, 6.7: lines of at most 76 columns, CRLF between them, no space at an end.
std::string quoted_printable(std::string_view text) {
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool as_is = is_ascii(c) && !is_control(c) && c != '=' && !(c == ' ' && ends_line);
        const std::string piece = as_is ? std::string{c} : "=" + hex(c);
        if (column + piece.size() > line_columns - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    }
    return out;
}

std::string format_mail_date(core::Timestamp at) {
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    using namespace std::chrono;
    const sys_seconds second{seconds{core::unix_ms(at) / 1'000}};
    const sys_days day = floor<std::chrono::days>(second);
    const year_month_day date{day};
    const hh_mm_ss time{second - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::expected<std::string, LetterFault> compose(const Letter& letter) {
    if (!is_mail_address(letter.from)) return std::unexpected(LetterFault::bad_from);
    if (!is_mail_address(letter.to)) return std::unexpected(LetterFault::bad_to);
    if (!is_mail_address(letter.id)) return std::unexpected(LetterFault::bad_id);
    std::string from = letter.from;
    if (!letter.from_name.empty()) {
        from = fmt::format("{}\r\n <{}>", display_name(letter.from_name), letter.from);
    }
    return fmt::format(
        "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}>\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "\r\n{}",
        from, letter.to, encode_header_text(letter.subject, subject_column),
        format_mail_date(letter.date), letter.id, quoted_printable(letter.text));
}

}  // namespace links
