#include "api/access/message_signature.hpp"

#include <algorithm>

#include "api/access/content_digest.hpp"
#include "api/access/digest.hpp"
#include "api/access/native_signature.hpp"
#include "api/access/structured_fields.hpp"
#include "base/letters.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using core::Reject;
using core::Rejection;
using structured::Dictionary;
using structured::Item;
using structured::Kind;
using structured::Member;

constexpr std::string_view tag = "postern";

std::unexpected<Rejection> rejected(Reject why, std::string_view field) {
    Rejection rejection{.reject = why};
    rejection.field = decltype(rejection.field){field.substr(0, rejection.field.capacity)};
    return std::unexpected(rejection);
}
std::unexpected<Rejection> missing(std::string_view what) {
    return rejected(Reject::signature_missing_component, what);
}
std::unexpected<Rejection> malformed(std::string_view what) {
    return rejected(Reject::malformed_field, what);
}

// All lines of that name as one, in their order (RFC 9110 5.3). False where there is none.
bool append_field(const Request& request, std::string_view name, std::string& text) {
    bool found = false;
    for (const Header& header : request.headers) {
        if (!base::same_word(header.name, name)) continue;
        if (found) text += ", ";
        text += header.value;
        found = true;
    }
    return found;
}

std::string field_of(const Request& request, std::string_view name) {
    std::string text;
    append_field(request, name, text);
    return text;
}

std::string authority_of(const Request& request) {
    std::string authority = field_of(request, "host");
    std::ranges::transform(authority, authority.begin(), base::lower);
    for (const std::string_view port : {":80", ":443"}) {
        if (!authority.ends_with(port)) continue;
        authority.erase(authority.size() - port.size());
        break;
    }
    return authority;
}

bool is_field_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
    });
}

std::expected<void, Rejection> append_component(const Request& request, std::string_view name,
                                                std::string& base) {
    if (name == "@method") {
        base += request.method_text;
    } else if (name == "@authority") {
        base += authority_of(request);
    } else if (name == "@path") {
        base += request.path.empty() ? std::string_view{"/"} : request.path;
    } else if (name == "@query") {
        base.append("?").append(request.query);
    } else if (!is_field_name(name) || name == "signature" || name == "signature-input") {
        return malformed(name);
    } else if (!append_field(request, name, base)) {
        return missing(name);
    }
    return {};
}

std::expected<std::string, Rejection> base_of(const Request& request, const Dictionary& inputs,
                                              const Member& input) {
    if (!input.is_list) return malformed("Signature-Input");
    std::string base;
    base.reserve(512);
    const std::span<const Item> components = inputs.items(input);
    for (std::size_t i = 0; i < components.size(); ++i) {
        const std::string_view name = components[i].value.text;
        const bool twice = std::ranges::any_of(
            components.first(i), [&](const Item& other) { return other.value.text == name; });
        const bool plain =
            components[i].value.kind == Kind::string && components[i].parameters.count == 0;
        if (!plain || twice) return malformed(name);
        base.append("\"").append(name).append("\": ");
        TRY_OK(append_component(request, name, base));
        base += '\n';
    }
    base += "\"@signature-params\": ";
    inputs.append(input, base);
    return base;
}

std::string_view text_of(const Dictionary& inputs, const Member& input, std::string_view name) {
    const structured::Value* value = inputs.parameter(input, name);
    return value != nullptr && value->kind == Kind::string ? value->text : std::string_view{};
}

std::expected<Dictionary, Rejection> inputs_of(std::string_view text) {
    auto inputs = Dictionary::parse(text);
    if (!inputs || inputs->members().empty()) return malformed("Signature-Input");
    return *std::move(inputs);
}

// The one signature that is meant for us.
std::expected<const Member*, Rejection> ours_among(const Dictionary& inputs) {
    const Member* ours = nullptr;
    for (const Member& input : inputs.members()) {
        if (text_of(inputs, input, "tag") != tag) continue;
        if (ours != nullptr) return malformed("Signature-Input");
        ours = &input;
    }
    if (ours == nullptr) return missing("tag");
    return ours;
}

// Whole seconds since 1970. Whatever lies behind the year 2200 is equally wrong, and differences
// stay within 64 bits.
std::expected<std::optional<core::Timestamp>, Rejection> time_of(const Dictionary& inputs,
                                                                 const Member& input,
                                                                 std::string_view name) {
    const structured::Value* value = inputs.parameter(input, name);
    if (value == nullptr) return std::nullopt;
    if (value->kind != Kind::integer || value->integer < 0) return malformed(name);
    constexpr std::int64_t latest = 7'258'118'400;
    return core::Timestamp{std::min(value->integer, latest) * 1'000'000'000};
}

std::expected<base::Bytes, Rejection> signature_of(const Request& request, std::string_view label) {
    const std::string text = field_of(request, "signature");
    const auto signatures = Dictionary::parse(text);
    if (!signatures) return malformed("Signature");
    const Member* found = signatures->find(label);
    if (found == nullptr) return missing("Signature");
    if (found->is_list) return malformed("Signature");
    const structured::Value& value = signatures->items(*found).front().value;
    auto bytes = base::parse_base64(value.text);
    if (value.kind != Kind::bytes || !bytes) return malformed("Signature");
    return *std::move(bytes);
}

// What every request must cover and say.
std::optional<Rejection> first_missing(const Request& request, const Dictionary& inputs,
                                       const Member& input) {
    const auto covers = [&](std::string_view name) {
        return std::ranges::any_of(inputs.items(input),
                                   [&](const Item& item) { return item.value.text == name; });
    };
    for (const std::string_view name : {"@method", "@authority", "@path", "@query"}) {
        if (!covers(name)) return missing(name).error();
    }
    if (!request.body.empty() && !covers("content-digest")) {
        return missing("content-digest").error();
    }
    for (const std::string_view name : {"created", "nonce"}) {
        if (inputs.parameter(input, name) == nullptr) return missing(name).error();
    }
    return std::nullopt;
}

}  // namespace

bool carries_message_signature(const Request& request) {
    return !request.header("signature-input").empty();
}

std::expected<MessageSigned, Rejection> read_message_signature(const Request& request) {
    const std::string text = field_of(request, "signature-input");
    TRY(const Dictionary inputs, inputs_of(text));
    TRY(const Member* input, ours_among(inputs));
    MessageSigned read;
    read.key = text_of(inputs, *input, "keyid");
    if (read.key.empty()) return missing("keyid");
    TRY(read.signature, signature_of(request, input->key));
    TRY(read.base, base_of(request, inputs, *input));
    TRY(read.created, time_of(inputs, *input, "created"));
    TRY(read.expires, time_of(inputs, *input, "expires"));
    read.algorithm = text_of(inputs, *input, "alg");
    if (read.algorithm.empty() && inputs.parameter(*input, "alg") != nullptr) {
        return malformed("alg");
    }
    read.nonce = text_of(inputs, *input, "nonce");
    read.missing = first_missing(request, inputs, *input);
    if (!read.missing && !is_nonce(read.nonce)) read.missing = malformed("nonce").error();
    return read;
}

std::expected<std::string, Rejection> signature_base(const Request& request,
                                                     std::string_view label) {
    const std::string text = field_of(request, "signature-input");
    TRY(const Dictionary inputs, inputs_of(text));
    if (!label.empty()) {
        const Member* labelled = inputs.find(label);
        if (labelled == nullptr) return missing(label);
        return base_of(request, inputs, *labelled);
    }
    const auto ours = ours_among(inputs);
    return base_of(request, inputs, ours ? **ours : inputs.members().front());
}

std::string signature_base_sha256(const Request& request) {
    return base::format_hex(sha256(signature_base(request).value_or("")));
}

core::Verdict check_body(const Request& request) {
    const std::string field = field_of(request, "content-digest");
    if (field.empty() && request.body.empty()) return {};
    const auto checked = check_content_digest(field, request.body);
    if (checked) return {};
    if (checked.error() == DigestFault::differs) return core::reject(Reject::digest_mismatch);
    return malformed("Content-Digest");
}

std::string named_key(const Request& request) {
    const std::string_view header = request.header("postern-key");
    if (!header.empty() || !carries_message_signature(request)) return std::string{header};
    const std::string text = field_of(request, "signature-input");
    const auto inputs = inputs_of(text);
    if (!inputs) return "";
    const auto ours = ours_among(*inputs);
    return std::string{text_of(*inputs, ours ? **ours : inputs->members().front(), "keyid")};
}

}  // namespace api
