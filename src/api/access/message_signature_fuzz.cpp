// A request whose three signature fields are any bytes at all: reading ends, and where a base is
// built, each covered component has its one line in it, in order.
#include <algorithm>
#include <string>
#include <vector>

#include "api/access/message_signature.hpp"
#include "api/access/structured_fields.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace api {
namespace {

// A byte from 0x80 on stands for one of these.
const std::string_view phrases[] = {
    "sig=(",
    "\"@method\"",
    " \"@authority\"",
    " \"@path\"",
    " \"@query\"",
    " \"host\"",
    " \"content-digest\"",
    ")",
    ";created=17",
    ";expires=18",
    ";keyid=\"pk\"",
    ";nonce=\"nonce-0001\"",
    ";alg=\"ed25519\"",
    ";tag=\"postern\"",
    ", ",
    "sig=:AAAA:",
    "\"@scheme\"",
    ";req",
    "sha-256=:AAAA:",
    "b=(\"x-a\")",
    "sig=(\"@method\" \"@authority\" \"@path\" \"@query\");created=17;keyid=\"pk\";"
    "nonce=\"nonce-0001\";tag=\"postern\"",
};

std::string text_of(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (byte >= 0x80) {
            text += phrases[byte % std::size(phrases)];
        } else if (byte >= 0x20 && byte < 0x7f) {  // a head holds no others
            text += static_cast<char>(byte);
        }
    }
    return text;
}

std::size_t lines_of(std::string_view base) {
    return 1 + static_cast<std::size_t>(std::ranges::count(base, '\n'));
}

void check_base(const Request& request) {
    const auto base = signature_base(request);
    if (!base) {
        CHECK(!read_message_signature(request));
        return;
    }
    CHECK(base->contains("\"@signature-params\": ("));
    const auto read = read_message_signature(request);
    if (!read) return;
    CHECK(read->base == *base && !read->key.empty());
    // Complete means: all four covered, the time and the nonce said.
    if (read->missing) return;
    CHECK(lines_of(*base) >= 5 && read->created && read->nonce.size() >= 8);
    for (const std::string_view line :
         {"\"@method\": GET\n", "\"@authority\": h\n", "\"@path\": /\n", "\"@query\": ?q\n"}) {
        CHECK(base->contains(line));
    }
}

}  // namespace

FUZZ_TARGET(message_signature, bytes) {
    const std::size_t third = bytes.size() / 3;
    const std::string input = text_of(bytes.first(bytes.size() - third));
    const std::string rest = text_of(bytes.last(third));
    Request request;
    request.method_text = "GET";
    request.path = "/";
    request.query = "q";
    request.headers = {{"Host", "H:80"},
                       {"Signature-Input", input},
                       {"Signature", rest},
                       {"Content-Digest", rest}};
    check_base(request);
    request.headers[2].value = "sig=:AAAA:";
    check_base(request);
    request.headers.push_back({"Signature-Input", rest});
    check_base(request);
    named_key(request);
    request.body = rest;
    CHECK(!check_body(request) || rest.contains("sha-") || rest.empty());
}

}  // namespace api
