#include "links/mail/message.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace links {
namespace {

Letter letter() {
    return {.from = "no-reply@x.example",
            .from_name = "Postern",
            .to = "alice@example.org",
            .subject = "A key was made",
            .text = "Hello,\n\na key was made.\n",
            .id = "7.1.3@x.example",
            .date = core::from_unix_ms(1'795'179'600'000)};
}

TEST(Mail, a_letter_as_it_travels) {
    EXPECT_EQ(compose(letter()).value(),
              "From: Postern\r\n <no-reply@x.example>\r\n"
              "To: alice@example.org\r\n"
              "Subject: A key was made\r\n"
              "Date: Fri, 20 Nov 2026 13:00:00 +0000\r\n"
              "Message-ID: <7.1.3@x.example>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=UTF-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Hello,\r\n\r\na key was made.\r\n");
}

TEST(Mail, a_subject_beyond_ascii_is_encoded_by_rfc_2047) {
    EXPECT_EQ(encode_header_text("Schlüssel", 9), "=?UTF-8?Q?Schl=C3=BCssel?=");
    EXPECT_EQ(encode_header_text("a =?UTF-8?Q?b?=", 9),
              "=?UTF-8?Q?a_=3D=3FUTF=2D8=3FQ=3Fb=3F=3D?=");
}

TEST(Mail, a_long_subject_is_folded_and_no_character_is_cut) {
    std::string subject;
    for (int i = 0; i < 40; ++i) subject += "鍵";
    const std::string encoded = encode_header_text(subject, 9);
    std::size_t begin = 0;
    while (begin < encoded.size()) {
        const std::size_t end = std::min(encoded.find("\r\n ", begin), encoded.size());
        const std::string word = encoded.substr(begin, end - begin);
        EXPECT_LE(word.size(), 75U);
        EXPECT_EQ((word.size() - 12) % 9, 0U) << word;  // whole characters of three bytes
        begin = end + 3;
    }
}

TEST(Mail, a_subject_cannot_become_a_header) {
    Letter bad = letter();
    bad.subject = "hello\r\nBcc: mallory@example.org\r\n\r\nbody";
    const std::string text = compose(bad).value();
    EXPECT_EQ(text.find("\r\nBcc"), std::string::npos);
    EXPECT_NE(text.find("Subject: hello  Bcc: mallory@example.org    body\r\n"), std::string::npos);
}

TEST(Mail, addresses_are_of_a_narrow_form_or_refused) {
    for (const char* good : {"a@b.c", "first.last+tag@x-y.example", "postern@[127.0.0.1]"}) {
        EXPECT_TRUE(is_mail_address(good)) << good;
    }
    for (const char* bad :
         {"", "a", "@b.c", "a@", "a@b..c", ".a@b.c", "a@b.c\r\nBcc: x@y.z", "a b@c.d", "a@b.c>",
          "<a@b.c", "a,b@c.d", "a@-b.c", "\"a b\"@c.d", "ä@b.c", "a@b.c\n"}) {
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    }
    Letter bad = letter();
    bad.to = "alice@example.org\r\nBcc: mallory@example.org";
    EXPECT_EQ(compose(bad).error(), LetterFault::bad_to);
}

TEST(Mail, a_name_with_commas_and_quotes_is_encoded) {
    Letter named = letter();
    named.from_name = "Postern, \"the\" house\r\nBcc: x";
    const std::string text = compose(named).value();
    EXPECT_TRUE(text.starts_with("From: =?UTF-8?Q?Postern=2C_=22the=22_house__Bcc=3A_x?=\r\n <"))
        << text;
}

TEST(Mail, a_body_is_quoted_printable) {
    EXPECT_EQ(quoted_printable("1 = 1\n"), "1 =3D 1\r\n");
    EXPECT_EQ(quoted_printable("Grüße \n"), "Gr=C3=BC=C3=9Fe=20\r\n");
    EXPECT_EQ(quoted_printable("a\r\nb"), "a=0D\r\nb");
}

// What comes out of quoted_printable, read as RFC 2045 says.
std::string read_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("=\r\n")) {
            i += 2;
        } else if (text[i] == '=') {
            out += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
            i += 2;
        } else if (text.substr(i).starts_with("\r\n")) {
            out += '\n';
            i += 1;
        } else {
            out += text[i];
        }
    }
    return out;
}

RC_GTEST_PROP(Mail, any_body_survives_the_way_in_lines_of_76_columns, (const std::string& text)) {
    const std::string quoted = quoted_printable(text);
    RC_ASSERT(read_quoted_printable(quoted) == text);
    std::size_t begin = 0;
    while (begin <= quoted.size()) {
        const std::size_t end = std::min(quoted.find("\r\n", begin), quoted.size());
        RC_ASSERT(end - begin <= 76U);
        begin = end + 2;
    }
}

RC_GTEST_PROP(Mail, no_subject_adds_a_line_that_is_not_folded, (const std::string& text)) {
    const std::string encoded = encode_header_text(text, 9);
    for (std::size_t at = encoded.find('\n'); at != std::string::npos;
         at = encoded.find('\n', at + 1)) {
        RC_ASSERT(at > 0 && encoded[at - 1] == '\r' && encoded[at + 1] == ' ');
    }
}

}  // namespace
}  // namespace links
