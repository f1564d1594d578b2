// What the names in a request stand for.
#pragma once

#include "api/operations/inputs.hpp"
#include "api/operations/words.hpp"
#include "base/result.hpp"

namespace api {

// Errors: missing_field; not_found with the field's name.
Answer<const core::Market*> read_market(const core::State& state, const Inputs& inputs,
                                        std::string_view field = "market");
// Nothing was named: nullptr.
Answer<const core::Market*> read_market_if_any(const core::State& state, const Inputs& inputs,
                                               std::string_view field = "market");
Answer<const core::Asset*> read_asset(const core::State& state, const Inputs& inputs,
                                      std::string_view field = "asset");
Answer<const core::Customer*> read_customer(const core::State& state, const Inputs& inputs);
Answer<const core::Account*> read_account(const core::State& state, const Inputs& inputs);
// By its public name, or by its id.
Answer<const core::Key*> read_key(const core::State& state, const Inputs& inputs);

// A choice whose words are the enumerators' names; the table has checked that it is one of them.
template <class Enum>
Answer<Enum> read_choice(const Inputs& inputs, std::string_view field) {
    TRY(const std::string_view word, inputs.text(field));
    const auto value = value_named<Enum>(word);
    if (!value) return malformed(field, "not_one_of");
    return *value;
}
template <class Enum>
Answer<Enum> read_choice_or(const Inputs& inputs, std::string_view field, Enum otherwise) {
    if (!inputs.has(field)) return otherwise;
    return read_choice<Enum>(inputs, field);
}

}  // namespace api
