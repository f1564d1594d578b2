#include "core/customers/onboarding.hpp"

#include <algorithm>
#include <boost/mp11.hpp>
#include <utility>

namespace core {
namespace {

using enum Onboarding;

constexpr Move by_customer(Onboarding from, Onboarding to) {
    return {.from = from, .to = to, .by_customer = true};
}
constexpr Move by_staff(Onboarding from, Onboarding to) {
    return {.from = from, .to = to, .by_staff = true};
}
constexpr Move by_any_checker(Onboarding from, Onboarding to) {
    return {.from = from, .to = to, .by_provider = true, .by_staff = true};
}
constexpr Move by_override(Onboarding from, Onboarding to) {
    return {.from = from, .to = to, .by_staff = true, .overrides = true};
}

constexpr Move moves[] = {
    by_customer(draft, submitted),
    by_customer(needs_information, submitted),
    by_customer(rejected_retry, submitted),
    by_any_checker(submitted, screening),
    by_any_checker(submitted, needs_information),
    by_any_checker(screening, review),
    by_any_checker(screening, approved),
    by_staff(review, approved),
    by_staff(review, rejected_retry),
    by_staff(review, rejected_final),
    by_staff(review, edd_required),
    by_staff(edd_required, review),
    by_any_checker(approved, reverification),
    by_any_checker(reverification, review),
    by_staff(approved, rejected_final),  // a fraud found late
    by_staff(approved, suspended),
    by_staff(suspended, approved),
    by_staff(suspended, offboarding),
    by_staff(offboarding, closed),
    by_override(rejected_final, review),
    by_override(closed, review),
};

constexpr std::pair<ApiAccess, ApiAccess> decisions[] = {
    {ApiAccess::requested, ApiAccess::approved}, {ApiAccess::requested, ApiAccess::declined},
    {ApiAccess::approved, ApiAccess::suspended}, {ApiAccess::suspended, ApiAccess::approved},
    {ApiAccess::requested, ApiAccess::revoked},  {ApiAccess::approved, ApiAccess::revoked},
    {ApiAccess::declined, ApiAccess::revoked},   {ApiAccess::suspended, ApiAccess::revoked},
};

template <class Enum>
std::string_view name_in(Enum value) {
    std::string_view name;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (described.value == value) name = described.name;
    });
    return name;
}

constexpr Duration months(std::int64_t count) { return hours(count * 30 * 24); }

}  // namespace

std::span<const Move> all_moves() { return moves; }

const Move* find_move(Onboarding from, Onboarding to) {
    const Move* found = std::ranges::find_if(
        moves, [&](const Move& move) { return move.from == from && move.to == to; });
    return found == std::end(moves) ? nullptr : found;
}

bool may_make(const Move& move, Mover mover) {
    switch (mover) {
        case Mover::customer:
            return move.by_customer;
        case Mover::provider:
            return move.by_provider;
        case Mover::staff:
            return move.by_staff;
    }
    std::unreachable();
}

bool may_hold(Onboarding state) { return state != on_hold && !is_final(state); }

bool is_final(Onboarding state) { return state == rejected_final || state == closed; }

bool needs_second_person(Onboarding from, Onboarding to) {
    const bool gives_rights = is_verified(to, level_max) && !is_verified(from, level_max);
    return gives_rights || is_final(to) || is_final(from);
}

bool needs_reason(Onboarding from, Onboarding to) {
    switch (to) {
        case draft:
        case submitted:
        case screening:
        case approved:
            return false;
        case review:
            return is_final(from);
        case needs_information:
        case rejected_retry:
        case rejected_final:
        case edd_required:
        case reverification:
        case on_hold:
        case suspended:
        case offboarding:
        case closed:
            return from != on_hold;
    }
    std::unreachable();
}

bool is_verified(Onboarding state, std::uint8_t level) {
    return (state == approved || state == reverification) && level >= 1;
}

Duration review_period(RiskLevel risk) {
    switch (risk) {
        case RiskLevel::low:
            return months(36);
        case RiskLevel::medium:
            return months(24);
        case RiskLevel::high:
            return months(12);
        case RiskLevel::prohibited:
            return {};
    }
    std::unreachable();
}

Timestamp review_due_at(const Customer& customer) {
    if (customer.onboarding != approved) return never;
    return customer.onboarding_at + review_period(customer.risk);
}

std::string_view name_of(Onboarding state) { return name_in(state); }
std::string_view name_of(ApiAccess access) { return name_in(access); }

bool is_code(std::string_view text) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
    });
}

bool may_decide(ApiAccess from, ApiAccess to) {
    return std::ranges::find(decisions, std::pair{from, to}) != std::end(decisions);
}

}  // namespace core
