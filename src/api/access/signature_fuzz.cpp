#include <string>

#include "api/access/binance_signature.hpp"
#include "api/access/clock_window.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace {

constexpr std::string_view name = "signature=";

// What was cut out of a text, put back where it was.
std::string restored(std::string_view text, std::string_view before, std::string_view after,
                     std::string_view value) {
    std::string whole{before};
    // The text begins with the pair, or the pair stands behind an "&".
    const bool first = before.empty() && text.starts_with(name);
    if (!first) whole += '&';
    whole += name;
    whole += value;
    if (first && whole.size() < text.size()) whole += '&';
    whole += after;
    return whole;
}

void check_split(std::string_view query, std::string_view body) {
    const auto parts = api::split_signed(query, body);
    if (!parts) return;
    CHECK(!parts->signature.empty());
    // The counted signature lies in the query, unless the query has none and is left whole.
    const bool in_query = parts->signature.data() >= query.data() &&
                          parts->signature.data() < query.data() + query.size();
    if (in_query) {
        CHECK(restored(query, parts->query_before, parts->query_after, parts->signature) == query);
    } else {
        CHECK(parts->query_before == query && parts->query_after.empty());
        CHECK(restored(body, parts->body_before, parts->body_after, parts->signature) == body);
    }
    // Encoding again settles: once done, doing it again changes nothing. Over the seam of query
    // and body it does not, since two pairs become one there.
    if (!body.empty()) return;
    const std::string once = api::reencoded(*parts);
    const std::string with_pair = once + "&signature=x";
    const auto again = api::split_signed(with_pair, "");
    CHECK(!again || api::reencoded(*again) == once);
}

}  // namespace

// Whatever the bytes: splitting ends, and the pair put back gives the bytes that came.
FUZZ_TARGET(signature, bytes) {
    const std::string_view text = base::as_text(bytes);
    const std::size_t seam = text.find('\n');
    const std::string_view query = text.substr(0, seam);
    const std::string_view body = seam == text.npos ? "" : text.substr(seam + 1);
    check_split(query, body);
    // Most random bytes hold no pair: give them one, in front, behind and in the middle.
    const std::string pair = "signature=ab%2B+c";
    check_split(pair + "&" + std::string{query}, body);
    check_split(std::string{query} + "&" + pair, body);
    check_split(query, std::string{body} + "&" + pair + "&" + std::string{query});

    CHECK(api::decode_form(api::encode_percent(text)) == text);
    api::decode_form_signature(text);
    const auto deadline =
        api::judge_binance_window(api::find_parameter(query, body, "timestamp"), query, {});
    CHECK(!deadline || deadline->ns >= 0);
    const auto timestamp = api::parse_timestamp(query);
    CHECK(!timestamp || timestamp->ns >= 0);
}
