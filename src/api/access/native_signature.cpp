#include "api/access/native_signature.hpp"

#include <algorithm>

#include "api/access/digest.hpp"
#include "base/bytes.hpp"
#include "base/letters.hpp"

namespace api {
namespace {

constexpr std::size_t nonce_length_min = 8;
constexpr std::size_t nonce_length_max = 64;

std::unexpected<core::Rejection> missing(const char* header) {
    return core::reject(core::Reject::signature_missing_component, header);
}

bool is_nonce_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
}

// The first header of each name, in one walk: this stands before every signed request.
NativeSigned headers_of(const Request& request) {
    static constexpr std::string_view prefix = "postern-";
    NativeSigned read;
    const auto take = [](const Header& header, std::string_view rest, std::string_view& field) {
        const std::string_view name = header.name.substr(prefix.size());
        const bool first = field.data() == nullptr;
        if (first && base::same_word(name, rest)) field = header.value;
    };
    for (const Header& header : request.headers) {
        const bool ours = header.name.size() > prefix.size() &&
                          base::same_word(header.name.substr(0, prefix.size()), prefix);
        if (!ours) continue;
        take(header, "key", read.key);
        take(header, "timestamp", read.timestamp);
        take(header, "nonce", read.nonce);
        take(header, "signature", read.signature);
    }
    return read;
}

}  // namespace

bool is_nonce(std::string_view text) {
    return text.size() >= nonce_length_min && text.size() <= nonce_length_max &&
           std::ranges::all_of(text, is_nonce_character);
}

bool carries_native_signature(const Request& request) {
    const NativeSigned read = headers_of(request);
    return !read.key.empty() || !read.timestamp.empty() || !read.nonce.empty() ||
           !read.signature.empty();
}

std::expected<NativeSigned, core::Rejection> read_native_signature(const Request& request) {
    const NativeSigned read = headers_of(request);
    if (read.key.empty()) return missing("Postern-Key");
    if (read.timestamp.empty()) return missing("Postern-Timestamp");
    if (read.nonce.empty()) return missing("Postern-Nonce");
    if (read.signature.empty()) return missing("Postern-Signature");
    if (!is_nonce(read.nonce)) return core::reject(core::Reject::malformed_field, "Postern-Nonce");
    return read;
}

std::string canonical_text(const Request& request) {
    const NativeSigned read = headers_of(request);
    const std::string body = base::format_hex(sha256(request.body));
    std::string text;
    text.reserve(256 + request.target.size());
    text += "v1";
    for (const std::string_view line :
         {read.key, read.timestamp, read.nonce, request.method_text, request.header("host"),
          request.target, std::string_view{body}}) {
        text += '\n';
        text += line;
    }
    return text;
}

std::string canonical_sha256(const Request& request) {
    return base::format_hex(sha256(canonical_text(request)));
}

}  // namespace api
