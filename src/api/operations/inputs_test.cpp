#include "api/operations/inputs.hpp"

#include <gtest/gtest.h>

namespace {

using api::FieldPlace;
using api::FieldType;
using api::Form;

constexpr api::Field fields[] = {
    {"side", FieldPlace::body, FieldType::choice, true, "buy|sell"},
    {"limit", FieldPlace::query, FieldType::integer, false},
    {"active", FieldPlace::body, FieldType::boolean, false},
    {"names", FieldPlace::body, FieldType::texts, false},
};

api::Inputs good() {
    api::Inputs inputs;
    inputs.add({"side", FieldPlace::body, Form::text, "buy", {}, {}});
    return inputs;
}

std::string said(const api::Inputs& inputs) {
    const auto checked = inputs.check(fields);
    if (checked) return "good";
    const api::Refusal& refusal = checked.error();
    std::string text{core::name_of(refusal.rejection.reject)};
    text += ' ';
    text += refusal.rejection.field.view();
    for (const auto& fact : refusal.facts) text += ' ' + fact.value;
    return text;
}

std::string with(api::Input input) {
    api::Inputs inputs = good();
    inputs.add(std::move(input));
    return said(inputs);
}

TEST(Inputs, are_judged_by_the_description_of_the_row) {
    EXPECT_EQ(said(good()), "good");
    EXPECT_EQ(said({}), "missing_field side");
    EXPECT_EQ(with({"side", FieldPlace::body, Form::text, "sell", {}, {}}), "duplicate_field side");
    EXPECT_EQ(with({"sidf", FieldPlace::body, Form::text, "sell", {}, {}}), "unknown_field sidf");
    EXPECT_EQ(with({"limit", FieldPlace::body, Form::number, "5", {}, {}}), "unknown_field limit");
    EXPECT_EQ(with({"limit", FieldPlace::query, Form::text, "5", {}, {}}), "good");
    EXPECT_EQ(with({"limit", FieldPlace::query, Form::text, "-5", {}, {}}),
              "malformed_field limit negative");
    EXPECT_EQ(with({"limit", FieldPlace::query, Form::text, "9223372036854775808", {}, {}}),
              "malformed_field limit out_of_range");
    EXPECT_EQ(with({"active", FieldPlace::body, Form::boolean, "true", {}, {}}), "good");
    EXPECT_EQ(with({"active", FieldPlace::body, Form::text, "true", {}, {}}),
              "malformed_field active not_true_or_false");
    EXPECT_EQ(with({"names", FieldPlace::body, Form::list, {}, {"a", "b"}, {}}), "good");
    EXPECT_EQ(with({"names", FieldPlace::body, Form::text, "a", {}, {}}),
              "malformed_field names not_a_list");
}

TEST(Inputs, a_long_name_is_cut_for_the_answer) {
    const std::string name(100, 'n');
    EXPECT_EQ(with({name, FieldPlace::body, Form::text, {}, {}, {}}),
              "unknown_field " + std::string(40, 'n'));
}

}  // namespace
