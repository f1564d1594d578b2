// The key advisor: what each key of an owner has and does not need, and the one request that takes
// it away. Every step narrows or confirms; none gives a key more.
//
// What a key needs is what it did: the access log remembers 90 days of it. A key younger than 30
// days is not judged by what it did not do yet.
#include <algorithm>

#include "api/operations/log_pages.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/own_keys.hpp"
#include "api/operations/table.hpp"
#include "core/access/key_name.hpp"

namespace api::handlers {
namespace {

using core::Scope;
using core::Scopes;

constexpr int windows_days[] = {90, 30};  // the longer first: it says more
constexpr core::Duration expiry_proposed = core::hours(24 * 365);
constexpr std::size_t addresses_proposed = 16;

core::Duration days(int count) { return core::hours(std::int64_t{24} * count); }

Scopes without(Scopes scopes, Scopes taken) {
    scopes.bits &= ~taken.bits;
    return scopes;
}

// The scopes of what it did.
Scopes scopes_of(const views::KeyUse& use) {
    Scopes scopes;
    for (const views::KeyUse::Operation& done : use.operations) {
        const auto row = std::ranges::find(operations(), done.name, &Operation::name);
        if (row != operations().end() && row->scope) scopes.add(*row->scope);
    }
    return scopes;
}

void tell_scopes(Json& json, Scopes scopes) {
    json.name("scopes");
    json.begin_array();
    for (int number = 1; number <= core::scope_count; ++number) {
        const auto scope = static_cast<Scope>(number);
        if (scopes.has(scope)) json.text(core::name_of(scope));
    }
    json.end_array();
}

// What is amiss with one key, as a member of the list.
struct Advice {
    const char* code;
    std::string detail;
    int days{};
    Scopes scopes{};
};

class Advisor {
  public:
    Advisor(Json& json, std::string name, core::Timestamp now)
        : json_{json}, name_{std::move(name)}, now_{now} {}

    // By the rules alone.
    void judge(const core::Key& key) {
        const core::KeyRules& rules = key.rules;
        const bool withdraws = rules.scopes.has(Scope::withdraw_create);
        const Scopes withdrawals{Scope::withdraw_create};
        if (key.confirm_by != core::never) {
            advise({"not_confirmed",
                    "The password or a factor changed. Confirm the key, or it "
                    "freezes."});
            step("POST", "/confirm");
        }
        if (rules.expires_at == core::never) {
            advise({"no_expiry", "The key never ends by itself."});
            patch([&](Json& body) { body.time("expires_at", now_ + expiry_proposed); });
        }
        if (withdraws && key.credential.algorithm == core::Algorithm::hmac_sha256) {
            advise({"withdraw_by_hmac", "The key withdraws, and its secret is known to both sides.",
                    0, withdrawals});
            keep_scopes(without(rules.scopes, withdrawals));
        }
        if (withdraws && rules.ip_allow.empty()) {
            advise({"withdraw_from_any_ip", "The key withdraws, from wherever it is used.", 0,
                    withdrawals});
            keep_scopes(without(rules.scopes, withdrawals));
        }
    }

    // By what it did in the 90 days of the log.
    void judge_addresses(const core::Key& key, const views::KeyUse& use) {
        if (!key.rules.ip_allow.empty()) return;
        advise({"any_ip", "A stolen key works from anywhere."});
        const std::size_t count = use.addresses.size();
        if (count == 0 || count > addresses_proposed) return step("POST", "/deactivate");
        patch([&](Json& body) {
            body.name("ip_allow");
            body.begin_array();
            for (const auto& address : use.addresses) body.text(core::format(address.ip));
            body.end_array();
        });
    }

    // True: there is something to say for this window, and nothing more for a shorter one.
    bool judge_use(const core::Key& key, const views::KeyUse& use, int window) {
        const std::string long_ago = std::to_string(window) + " days.";
        if (use.operations.empty()) {
            advise({"idle", "Not used for " + long_ago, window});
            step("POST", "/deactivate");
            return true;
        }
        const Scopes unused = without(key.rules.scopes, scopes_of(use));
        if (unused.empty()) return false;
        advise({"scopes_unused", "It may do what it did not do for " + long_ago, window, unused});
        keep_scopes(without(key.rules.scopes, unused));
        return true;
    }

  private:
    void advise(const Advice& advice) {
        json_.begin_object();
        json_.text("key", name_);
        json_.text("code", advice.code);
        json_.text("detail", advice.detail);
        advice.days == 0 ? json_.null("days") : json_.number("days", advice.days);
        tell_scopes(json_, advice.scopes);
    }

    void step(const char* method, std::string_view verb) {
        step(method, verb, [this] { json_.null("body"); });
    }

    template <class TellBody>
    void step(const char* method, std::string_view verb, TellBody tell_body) {
        json_.name("step");
        json_.begin_object();
        json_.text("method", method);
        json_.text("path", "/v1/keys/" + name_ + std::string{verb});
        tell_body();
        json_.end_object();
        json_.end_object();
    }

    template <class TellMembers>
    void patch(TellMembers tell_members) {
        step("PATCH", {}, [&] {
            json_.name("body");
            json_.begin_object();
            tell_members(json_);
            json_.end_object();
        });
    }

    // A key that may do nothing is no key.
    void keep_scopes(Scopes scopes) {
        if (scopes.empty()) return step("DELETE", {});
        patch([&](Json& body) { tell_scopes(body, scopes); });
    }

    Json& json_;
    std::string name_;
    core::Timestamp now_;
};

bool is_judged(const core::Key& key) {
    return key.status == core::KeyStatus::active || key.status == core::KeyStatus::cancel_only;
}

bool advise_on(Json& json, House& house, const core::Key& key, core::Timestamp now) {
    const std::string name = core::format_key_name(house.environment, key.public_name);
    Advisor advisor{json, name, now};
    advisor.judge(key);
    const auto all = house.access_log.use_of(name, now - days(90));
    if (!all) return false;
    advisor.judge_addresses(key, *all);
    for (const int window : windows_days) {
        if (key.created_at > now - days(window)) continue;
        const auto use = house.access_log.use_of(name, now - days(window));
        if (!use) return false;
        if (advisor.judge_use(key, *use, window)) break;
    }
    return true;
}

// Copies, because the log is asked without holding the view.
std::vector<core::Key> keys_of(const House& house, core::CustomerId customer) {
    std::vector<core::Key> keys;
    const auto live = house.live.read();
    for (const core::KeyId id : live->state.keys.of_customer(customer)) {
        const core::Key& key = live->state.keys.at(id);
        if (is_judged(key)) keys.push_back(key);
    }
    return keys;
}

}  // namespace

void advise_on_keys(const Call& call, Tell then) {
    ask_log(call.house, std::move(then),
            [&house = call.house,
             customer = call.caller.customer](const views::AccessLog&) -> Answer<Told> {
                bool ok = true;
                Told answer = told(seen_by(house), [&](Json& json) {
                    json.name("advice");
                    json.begin_array();
                    for (const core::Key& key : keys_of(house, customer)) {
                        ok = ok && advise_on(json, house, key, house.engine.now());
                    }
                    json.end_array();
                });
                if (!ok) return refuse(core::Reject::unavailable);
                return answer;
            });
}

}  // namespace api::handlers
