// Who may ask an operation, and the headers of its answers.
#include <array>
#include <span>

#include "api/operations/openapi_parts.hpp"
#include "base/check.hpp"

namespace api::openapi {
namespace {

struct SignatureHeader {
    std::string_view scheme;
    std::string_view header;
    std::string_view about;
};

// The ten lines of docs/api/signing.md.
constexpr auto ten_lines = std::to_array<SignatureHeader>({
    {"PosternKey", "Postern-Key", "The key's public name."},
    {"PosternTimestamp", "Postern-Timestamp", "Now, in milliseconds since 1970."},
    {"PosternNonce", "Postern-Nonce",
     "8 to 64 of A-Z a-z 0-9 - _, never used before with this key."},
    {"PosternSignature", "Postern-Signature",
     "Over the eight lines `v1`, key, timestamp, nonce, method, host, path with query, hex of the "
     "body's SHA-256: HMAC-SHA256 in hex, Ed25519 or RSA-PSS in base64."},
});

// RFC 9421, in place of them.
constexpr auto message_signature = std::to_array<SignatureHeader>({
    {"SignatureInput", "Signature-Input",
     "RFC 9421: covers `@method @authority @path @query` and, with a body, `content-digest`; with "
     "`created`, `nonce`, `keyid` and `tag=\"postern\"`."},
    {"Signature", "Signature", "RFC 9421: `ed25519` or `hmac-sha256`."},
});

struct ReplyHeader {
    std::string_view name;
    std::string_view schema;
    std::string_view about;
};

constexpr auto reply_headers = std::to_array<ReplyHeader>({
    {"Postern-Request-Id", R"({"type":"string"})", "The request's name, for support."},
    {"Postern-Seq", R"({"type":"string","pattern":"^\\d+$"})",
     "The sequence that the answer stands at."},
    {"Postern-Time", R"({"type":"string","format":"date-time"})", "The exchange's clock."},
    {"Postern-Key-Expires", R"({"type":"string","format":"date-time"})",
     "When the key stops by itself (its end, or unused until then), if that is within 14 days."},
    {"X-Policy-Version", R"({"type":"string"})",
     "The API policy that whoever asks is under, once there is one: `api_policy=3`."},
    {"RateLimit-Policy", R"({"type":"string"})", "The request budget: `\"default\";q=1200;w=60`."},
    {"RateLimit", R"({"type":"string"})",
     "What is left of it, and the seconds until it is whole: `\"default\";r=1199;t=1`."},
    {"Retry-After", R"({"type":"integer"})", "Seconds to wait, where the budget is used up."},
    {"Idempotent-Replayed", R"({"type":"string","const":"true"})",
     "This is the stored outcome of an earlier, equal request."},
});

// All of them together.
void tell_signed(Json& json, std::span<const SignatureHeader> headers) {
    json.begin_object();
    for (const SignatureHeader& header : headers) {
        json.name(header.scheme);
        json.begin_array();
        json.end_array();
    }
    json.end_object();
}

void tell_header_schemes(Json& json, std::span<const SignatureHeader> headers) {
    for (const SignatureHeader& header : headers) {
        json.name(header.scheme);
        json.begin_object();
        json.text("type", "apiKey");
        json.text("in", "header");
        json.text("name", header.header);
        json.text("description", header.about);
        json.end_object();
    }
}

// By bearer token, or by the browser's cookie.
void tell_sessions(Json& json) {
    for (const char* scheme : {"Session", "SessionCookie"}) {
        json.begin_object();
        json.name(scheme);
        json.begin_array();
        json.end_array();
        json.end_object();
    }
}

void tell_session_schemes(Json& json) {
    json.name("Session");
    json.begin_object();
    json.text("type", "http");
    json.text("scheme", "bearer");
    json.text("description", "The token that POST /v1/sessions gave, st_live_... or st_test_...");
    json.end_object();
    json.name("SessionCookie");
    json.begin_object();
    json.text("type", "apiKey");
    json.text("in", "cookie");
    json.text("name", "__Host-postern");
    json.text("description",
              "The same token as the browser keeps it. Whatever changes something carries the "
              "session's csrf_token in Postern-CSRF besides, and an Origin of this host.");
    json.end_object();
}

void tell_header_ref(Json& json, std::string_view name) {
    json.name(name);
    tell_ref(json, "headers", name);
}

}  // namespace

// A list of alternatives; an empty one means nobody has to prove anything.
void tell_security(Json& json, const Operation& row) {
    json.name("security");
    json.begin_array();
    switch (row.audience) {
        case Audience::everybody:
            break;
        case Audience::key:
            tell_signed(json, ten_lines);
            tell_signed(json, message_signature);
            if (row.scope) tell_sessions(json);
            break;
        case Audience::customer:
        case Audience::person:
        case Audience::staff:
            tell_sessions(json);
            break;
        case Audience::operators:
            CHECK(false);  // not in the document
    }
    json.end_array();
}

void tell_security_schemes(Json& json) {
    tell_header_schemes(json, ten_lines);
    tell_header_schemes(json, message_signature);
    tell_session_schemes(json);
}

void tell_headers(Json& json) {
    for (const ReplyHeader& header : reply_headers) {
        json.name(header.name);
        json.begin_object();
        json.text("description", header.about);
        json.raw("schema", header.schema);
        json.end_object();
    }
}

void tell_header_refs(Json& json, const Operation& row, unsigned status) {
    json.name("headers");
    json.begin_object();
    for (const char* name : {"Postern-Request-Id", "Postern-Seq", "Postern-Time"}) {
        tell_header_ref(json, name);
    }
    if (row.audience == Audience::key) tell_header_ref(json, "Postern-Key-Expires");
    if (row.audience != Audience::everybody) tell_header_ref(json, "X-Policy-Version");
    tell_header_ref(json, "RateLimit-Policy");
    tell_header_ref(json, "RateLimit");
    if (status == 429) tell_header_ref(json, "Retry-After");
    if (status < 400 && row.idempotency != Idempotency::none) {
        tell_header_ref(json, "Idempotent-Replayed");
    }
    json.end_object();
}

}  // namespace api::openapi
