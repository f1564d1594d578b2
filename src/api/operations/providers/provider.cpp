#include "api/operations/providers/provider.hpp"

namespace api {
namespace {

using enum core::Onboarding;
using States = std::vector<core::Onboarding>;

States when_approved(core::Onboarding from) {
    if (from == submitted) return {screening, approved};
    if (from == screening) return {approved};
    return {};
}

States when_asked_again(core::Onboarding from) {
    if (from == submitted) return {needs_information};
    if (from == screening) return {review};
    if (from == approved) return {reverification};
    return {};
}

States when_doubtful(core::Onboarding from) {
    if (from == submitted) return {screening, review};
    if (from == screening || from == reverification) return {review};
    if (from == approved) return {reverification, review};
    return {};
}

}  // namespace

std::vector<core::Onboarding> moves_of(core::Onboarding from, ProviderVerdict verdict) {
    switch (verdict) {
        case ProviderVerdict::nothing:
            return {};
        case ProviderVerdict::checking:
            return from == submitted ? States{screening} : States{};
        case ProviderVerdict::approved:
            return when_approved(from);
        case ProviderVerdict::ask_again:
            return when_asked_again(from);
        case ProviderVerdict::doubtful:
            return when_doubtful(from);
        case ProviderVerdict::to_be_renewed:
            if (from == submitted) return {needs_information};
            return from == approved ? States{reverification} : States{};
    }
    return {};
}

}  // namespace api
