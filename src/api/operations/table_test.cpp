#include "api/operations/table.hpp"

#include <gtest/gtest.h>
#include <set>

namespace {

using api::Audience;
using api::Method;

TEST(Table, finds_the_row_of_a_path_and_its_parameters) {
    const api::Route route = api::find_route(Method::del, "/v1/orders/by_client_order_id/mine");
    ASSERT_NE(route.operation, nullptr);
    EXPECT_EQ(route.operation->name, "orders.cancel_by_client_order_id");
    ASSERT_EQ(route.parameter_count, 1u);
    EXPECT_EQ(route.parameters[0].name, "client_order_id");
    EXPECT_EQ(route.parameters[0].value, "mine");
    EXPECT_EQ(api::find_route(Method::head, "/v1/time").operation->name, "time");
}

TEST(Table, a_route_without_a_row_does_not_exist) {
    for (const char* path : {"/", "", "v1/time", "/v1", "/v1/", "/v1/time/", "/v1//time",
                             "/v1/orders/", "/v1/orders/1/2/3", "/v2/time", "/v1/Time"}) {
        const api::Route route = api::find_route(Method::get, path);
        EXPECT_EQ(route.operation, nullptr) << path;
        EXPECT_FALSE(route.path_exists) << path;
    }
    const api::Route other = api::find_route(Method::put, "/v1/orders");
    EXPECT_EQ(other.operation, nullptr);
    EXPECT_TRUE(other.path_exists);
    EXPECT_EQ(api::allowed_methods("/v1/orders"), "POST, DELETE, GET, HEAD");
}

TEST(Table, every_row_is_found_by_its_own_path_and_says_what_it_is_for) {
    for (const api::Operation& row : api::operations()) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(api::find_route(row.method, row.path).operation, &row);
        EXPECT_EQ(&api::operation(row.name), &row);
        EXPECT_TRUE(row.about.ends_with('.'));
        EXPECT_FALSE(row.reply.empty());
        EXPECT_EQ(row.path.starts_with("/v1/operator/"), row.audience == Audience::operators);
    }
}

// Not a static_assert: with the sanitizers g++ 12 takes no function's address for a constant.
TEST(Table, every_row_has_somebody_who_answers) {
    for (const api::Operation& row : api::operations())
        EXPECT_TRUE(row.handler != nullptr) << row.name;
}

TEST(Table, fields_of_a_row_are_told_apart_and_path_fields_stand_in_the_path) {
    for (const api::Operation& row : api::operations()) {
        SCOPED_TRACE(row.name);
        std::set<std::string_view> names;
        for (const api::Field& field : row.fields) {
            EXPECT_TRUE(names.insert(field.name).second) << field.name;
            const std::string in_path = "{" + std::string{field.name} + "}";
            EXPECT_EQ(row.path.find(in_path) != row.path.npos,
                      field.place == api::FieldPlace::path);
            EXPECT_EQ(field.type == api::FieldType::choice, !field.choices.empty());
            EXPECT_FALSE(field.place == api::FieldPlace::body && row.method == Method::get);
        }
    }
}

}  // namespace
