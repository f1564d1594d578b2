#include "api/operations/cap_text.hpp"

#include <charconv>

#include "api/operations/inputs.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/words.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "core/access/caps.hpp"

namespace api {
namespace {

constexpr std::string_view field = "caps";

// What stands before the mark; it and the mark are taken from the text.
std::string_view take(std::string_view& text, char mark) {
    const std::size_t end = std::min(text.find(mark), text.size());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
}

Answer<std::uint64_t> read_count(std::string_view digits) {
    std::uint64_t count{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
    if (!is_number || digits.front() == '0') return malformed(field, "not_a_number");
    if (count > INT64_MAX) return malformed(field, "out_of_range");
    return count;
}

Answer<void> read_limit(const core::Asset* asset, std::string_view limit, core::Cap& cap) {
    const std::string_view name = take(limit, '=');
    if (limit.empty()) return malformed(field, "not_a_cap");
    if (name == "amount" && !cap.amount && asset != nullptr) {
        TRY(cap.amount, read_amount(*asset, field, limit));
        return {};
    }
    if (name != "count" || cap.count) return malformed(field, "not_a_cap");
    TRY(cap.count, read_count(limit));
    return {};
}

// "10000.00000000" says no more than "10000".
std::string short_decimal(core::Amount amount, int places) {
    std::string text = base::format_decimal(amount.units, places);
    if (text.find('.') == text.npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

Answer<core::Cap> parse_cap(const core::Catalogue& catalogue, std::string_view text) {
    std::string_view limits = text;
    std::string_view subject = take(limits, ' ');
    const auto action = value_named<core::CapAction>(take(subject, '/'));
    const auto per = value_named<core::CapPeriod>(take(subject, '/'));
    if (!action || !per) return malformed(field, "not_one_of");
    core::Cap cap{.action = *action, .per = *per};
    const core::Asset* asset = nullptr;
    if (!subject.empty()) {
        asset = catalogue.find_asset(subject);
        if (asset == nullptr) return refuse(core::Reject::not_found, field);
        cap.asset = asset->id;
    }
    if (limits.empty()) return malformed(field, "not_a_cap");
    while (!limits.empty()) TRY_OK(read_limit(asset, take(limits, ' '), cap));
    return cap;
}

std::string name_of_cap(const core::Catalogue& catalogue, const core::Cap& cap) {
    const core::Asset* asset = catalogue.find_asset(cap.asset);
    return std::string{core::name_of(cap, asset == nullptr ? "" : asset->code.view()).view()};
}

std::string format_cap(const core::Catalogue& catalogue, const core::Cap& cap) {
    std::string text = name_of_cap(catalogue, cap);
    if (cap.amount) {
        text += " amount=" + short_decimal(*cap.amount, catalogue.asset(cap.asset).decimals);
    }
    if (cap.count) text += " count=" + std::to_string(*cap.count);
    return text;
}

}  // namespace api
