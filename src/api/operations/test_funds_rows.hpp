// The row of test money. Only table.cpp needs it.
#pragma once

#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"
#include "api/operations/test_funds.hpp"

namespace api::rows {

inline constexpr Field test_funds_fields[] = {
    {"asset", FieldPlace::body, FieldType::asset, true},
    {"amount", FieldPlace::body, FieldType::decimal, true, {}, "at most 1,000,000", "10000"},
};

inline constexpr Operation test_funds_rows[] = {
    refusing(by_customer("test_funds.take", Method::post, "/v1/test-funds", Kind::money,
                         test_funds_fields, handlers::take_test_funds,
                         "Test money for the customer's own account, ten times in 24 hours; never "
                         "in the live environment.",
                         "account_id: id, asset: asset, amount: decimal"),
             "wrong_environment too_many not_found"),
};

}  // namespace api::rows
