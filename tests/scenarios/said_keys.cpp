// What is said about keys, by the house, by their owner in person, or by a key itself (by_key):
//
//     house key alice payout scopes=withdraw:create ips=10.0.0.1 caps=withdraw/day/USD:1000
//     erin key erin main any_ip with=totp:12         caps=order/hour:x3,order/day/USD:1000x20
//     erin edits erin main scopes=order:cancel       erin sets erin main frozen_user by_key
//     erin rotates erin main at=+60 with=totp:13     erin confirms_key erin main with=totp:14
//     alice uses balances ip=home                    (with her key)
//     erin reports erin main                         mona closes 1 reason=settled
#include "scenarios/line.hpp"

namespace scenarios {
namespace {

// "order/day/USD:1000x20": an amount, a count, or both; the asset only where there is one.
core::Cap cap_of(const Town& town, const std::string& text) {
    const auto colon = text.find(':');
    std::istringstream subject{text.substr(0, colon)};
    std::string action;
    std::string per;
    std::string asset;
    std::getline(subject, action, '/');
    std::getline(subject, per, '/');
    std::getline(subject, asset, '/');
    core::Cap cap{one_of<core::CapAction>(action), one_of<core::CapPeriod>(per), {}, {}, {}};
    if (!asset.empty()) cap.asset = town.asset(asset);
    const std::string limits = text.substr(colon + 1);
    const auto times = limits.find('x');
    if (times != 0) cap.amount = core::Amount{std::stoll(limits)};
    if (times != std::string::npos) cap.count = std::stoull(limits.substr(times + 1));
    return cap;
}

template <std::size_t Capacity>
std::vector<base::Text<Capacity>> texts_of(const std::string& text) {
    std::vector<base::Text<Capacity>> texts;
    for (const std::string& one : listed(text)) texts.emplace_back(std::string_view{one});
    return texts;
}

std::vector<core::IpRange> ranges_of(const std::string& text) {
    std::vector<core::IpRange> ranges;
    for (const std::string& one : listed(text)) ranges.push_back(core::parse_cidr(one).value());
    return ranges;
}

core::KeyRules rules_of(Town& town, const Line& line) {
    core::KeyRules rules;
    rules.name = base::Text<64>{std::string_view{line.word(3)}};
    rules.read_only = line.has("read_only");
    for (const std::string& name : listed(line.named("scopes", "order:create,order:cancel"))) {
        rules.scopes.add(core::scope_named(name).value());
    }
    for (const std::string& symbol : listed(line.named("markets", ""))) {
        rules.markets.push_back(town.market(symbol));
    }
    for (const std::string& code : listed(line.named("assets", ""))) {
        rules.assets.push_back(town.asset(code));
    }
    for (const std::string& cap : listed(line.named("caps", ""))) {
        rules.caps.push_back(cap_of(town, cap));
    }
    rules.ip_allow = ranges_of(line.named("ips", ""));
    rules.networks = texts_of<16>(line.named("networks", ""));
    rules.addresses = texts_of<128>(line.named("addresses", ""));
    if (line.names("from")) rules.not_before = time_of(town, line.named("from", ""));
    if (line.names("expires")) rules.expires_at = time_of(town, line.named("expires", ""));
    rules.idle_days = static_cast<std::uint16_t>(line.number("idle_days", rules.idle_days));
    rules.withdraw_factor = one_of<core::KeyFactor>(line.named("factor", "challenge"));
    rules.delegate = line.named("delegate", "");
    return rules;
}

core::Credential credential_of(const Town& town, const Line& line) {
    const std::uint64_t number = town.house.state().stamp.sequence.value;
    if (line.has("the_same")) return town.house.state().keys.at(core::KeyId{1}).credential;
    if (!line.has("ed25519")) return {core::Algorithm::hmac_sha256, {}, {9, number}};
    const auto byte = static_cast<std::uint8_t>(number);
    return {core::Algorithm::ed25519, std::vector<std::uint8_t>(32, byte), {}};
}

core::Command new_key(Town& town, const Line& line) {
    const std::uint64_t number = town.house.state().keys.next_id().value;
    return core::CreateKey{
        .account = town.account(line.word(2)),
        .public_name = {7, line.names("name") ? std::stoull(line.named("name", "")) : number},
        .credential = credential_of(town, line),
        .rules = rules_of(town, line),
        .active = !line.has("inactive"),
        .any_ip_confirmed = line.has("any_ip")};
}

core::Command touch(const Line& line, core::Envelope& envelope) {
    envelope.ip = fingerprint(line.named("ip", "home"));
    return core::TouchKey{base::Text<40>{std::string_view{line.word(2)}}, !line.has("failing")};
}

std::optional<core::Command> about_key(Town& town, const Line& line) {
    const std::string& verb = line.word(1);
    if (verb == "key") return new_key(town, line);
    if (verb == "closes") {
        return core::CloseIncident{core::IncidentId{static_cast<std::uint64_t>(line.number(2))},
                                   core::ReasonCode{std::string_view{line.named("reason", "")}}};
    }
    if (line.count() < 4) return std::nullopt;
    const core::KeyId key = town.key(line.word(2), line.word(3));
    if (verb == "edits") return core::EditKey{key, rules_of(town, line), line.has("any_ip")};
    if (verb == "sets") return core::SetKeyStatus{key, one_of<core::KeyStatus>(line.word(4))};
    if (verb == "rotates") {
        const core::Timestamp at =
            line.names("at") ? time_of(town, line.named("at", "")) : core::Timestamp{};
        return core::RotateKey{key, credential_of(town, line), at};
    }
    if (verb == "confirms_key") return core::ConfirmKey{key};
    if (verb == "reports") return core::ReportKey{key};
    return std::nullopt;
}

}  // namespace

std::optional<core::Command> keys_command(Town& town, const Line& line, core::Envelope& envelope) {
    if (line.word(1) == "uses") return touch(line, envelope);
    const auto command = about_key(town, line);
    const bool in_person = line.word(0) != "house" && !line.has("by_key");
    if (command && in_person) speak_in_person(town, line, envelope);
    return command;
}

}  // namespace scenarios
