#include "api/operations/named.hpp"

#include "core/access/key_name.hpp"

namespace api {

using core::Reject;

Answer<const core::Market*> read_market(const core::State& state, const Inputs& inputs,
                                        std::string_view field) {
    TRY(const std::string_view symbol, inputs.text(field));
    const core::Market* market = state.catalogue.find_market(symbol);
    if (market == nullptr) return refuse(Reject::not_found, field);
    return market;
}

Answer<const core::Market*> read_market_if_any(const core::State& state, const Inputs& inputs,
                                               std::string_view field) {
    if (!inputs.has(field)) return nullptr;
    return read_market(state, inputs, field);
}

Answer<const core::Asset*> read_asset(const core::State& state, const Inputs& inputs,
                                      std::string_view field) {
    TRY(const std::string_view code, inputs.text(field));
    const core::Asset* asset = state.catalogue.find_asset(code);
    if (asset == nullptr) return refuse(Reject::not_found, field);
    return asset;
}

Answer<const core::Customer*> read_customer(const core::State& state, const Inputs& inputs) {
    TRY(const std::uint64_t id, inputs.integer("customer_id", INT64_MAX));
    const core::Customer* customer = state.customers.find(core::CustomerId{id});
    if (customer == nullptr) return refuse(Reject::not_found, "customer_id");
    return customer;
}

Answer<const core::Account*> read_account(const core::State& state, const Inputs& inputs) {
    TRY(const std::uint64_t id, inputs.integer("account_id", INT64_MAX));
    const core::Account* account = state.accounts.find(core::AccountId{id});
    if (account == nullptr) return refuse(Reject::not_found, "account_id");
    return account;
}

Answer<const core::Key*> read_key(const core::State& state, const Inputs& inputs) {
    TRY(const std::string_view name, inputs.text("key"));
    const core::Key* key = nullptr;
    if (name.starts_with("pk_")) {
        const auto named = core::parse_key_name(name);
        if (!named) return refuse(named.error(), "key");
        if (named->environment == state.environment) key = state.keys.find(named->name);
    } else {
        TRY(const std::uint64_t id, inputs.integer("key", INT64_MAX));
        key = state.keys.find(core::KeyId{id});
    }
    if (key == nullptr) return refuse(Reject::not_found, "key");
    return key;
}

}  // namespace api
