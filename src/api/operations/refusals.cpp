#include "api/operations/refusals.hpp"

#include <algorithm>
#include <array>

#include "api/operations/refusals_callers.hpp"
#include "api/operations/refusals_money.hpp"
#include "api/operations/refusals_requests.hpp"
#include "api/operations/refusals_trading.hpp"
#include "base/check.hpp"

namespace api {
namespace {

template <std::size_t... Counts>
consteval auto joined(const std::array<RefusalRow, Counts>&... parts) {
    std::array<RefusalRow, (Counts + ...)> all{};
    auto at = all.begin();
    ((at = std::ranges::copy(parts, at).out), ...);
    return all;
}

constexpr auto rows = joined(refusal_rows::of_callers, refusal_rows::of_money,
                             refusal_rows::of_trading, refusal_rows::of_requests);

constexpr std::size_t numbers_end = static_cast<std::size_t>(rows.back().reject) + 1;

consteval bool in_order_and_once() {
    return std::ranges::adjacent_find(rows, std::ranges::greater_equal{}, &RefusalRow::reject) ==
           rows.end();
}
static_assert(in_order_and_once(), "one row per reject, in the order of the numbers");

// Where the row of a number is, plus one.
constexpr auto index = [] {
    std::array<std::uint8_t, numbers_end> places{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        places[static_cast<std::size_t>(rows[i].reject)] = static_cast<std::uint8_t>(i + 1);
    }
    return places;
}();

std::string in_words(const BinanceWords& words) {
    std::string text = std::to_string(words.status) + " `" + std::to_string(words.code) + "` " +
                       std::string{words.text};
    if (!words.why.empty()) text += " (closest: " + std::string{words.why} + ")";
    return text;
}

}  // namespace

std::string_view name_of(RefusalClass kind) {
    switch (kind) {
        case RefusalClass::malformed:
            return "malformed";
        case RefusalClass::refused:
            return "refused";
        case RefusalClass::rejected:
            return "rejected";
        case RefusalClass::unavailable:
            return "unavailable";
        case RefusalClass::broken:
            return "broken";
    }
    return {};
}

std::string_view name_of(Retry retry) {
    switch (retry) {
        case Retry::never:
            return "never";
        case Retry::later:
            return "later";
        case Retry::after_fix:
            return "after_fix";
        case Retry::same_key:
            return "same_key";
    }
    return {};
}

std::span<const RefusalRow> refusals() { return rows; }

const RefusalRow& row_of(core::Reject reject) {
    const auto number = static_cast<std::size_t>(reject);
    CHECK(number < numbers_end && index[number] != 0);
    return rows[index[number] - 1u];
}

std::string docs_of(core::Reject reject) {
    return "/docs/refusals#" + std::string{core::name_of(reject)};
}

std::string refusals_page() {
    std::string page =
        "# Refusals\n\n"
        "Every code that the server can say no with. Written from "
        "`src/api/operations/refusals_*.hpp`"
        " by a test\n(`UPDATE=1`); do not edit it here.\n\n"
        "The class says what happened: *malformed* is no request at all, *refused* was not allowed,"
        " *rejected* was\nunderstood and cannot be, *unavailable* was not executed, *broken* is our"
        " fault. Retry says whether sending it\nagain can help: *never*, *later* (the same again),"
        " *after_fix* (put something right first), *same_key* (ask\nfor the outcome with the same"
        " Idempotency-Key).\n";
    for (const RefusalRow& row : rows) {
        page += "\n## " + std::string{core::name_of(row.reject)} + "\n\n";
        page += std::string{row.detail} + " " + std::string{row.next} + "\n\n";
        page += "- `/v1`: " + std::to_string(row.status) + ", class " +
                std::string{name_of(row.kind)} + ", retry " + std::string{name_of(row.retry)} +
                "\n";
        if (!row.facts.empty()) page += "- facts: " + std::string{row.facts} + "\n";
        page += "- Binance dialect: " + in_words(row.binance) + "\n";
    }
    return page;
}

}  // namespace api
