#include "api/operations/openapi.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/operations/refusals.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/table.hpp"

namespace {

namespace dom = simdjson::dom;

class OpenApi : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(parser.parse(text).get(document), simdjson::SUCCESS); }

    std::string text = api::openapi_document();
    dom::parser parser;
    dom::element document;
};

TEST_F(OpenApi, has_every_public_operation_and_none_of_the_operators) {
    std::size_t wanted = 0;
    for (const api::Operation& row : api::operations()) {
        const std::string quoted = R"("operationId":")" + std::string{row.name} + '"';
        const bool is_public = row.audience != api::Audience::operators;
        EXPECT_EQ(text.find(quoted) != text.npos, is_public) << row.name;
        if (is_public) ++wanted;
    }
    std::size_t found = 0;
    for (const auto path : document["paths"].get_object()) found += dom::object(path.value).size();
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(text.find("/v1/operator"), text.npos);
}

void check_references(const dom::element& value, const dom::element& document) {
    if (value.is_array()) {
        for (const auto item : value.get_array()) check_references(item, document);
    }
    if (!value.is_object()) return;
    for (const auto [name, inner] : value.get_object()) {
        std::string_view target;
        if (name == "$ref" && inner.get(target) == simdjson::SUCCESS) {
            EXPECT_TRUE(target.starts_with("#/")) << target;
            EXPECT_EQ(document.at_pointer(target.substr(1)).error(), simdjson::SUCCESS) << target;
        }
        check_references(inner, document);
    }
}

TEST_F(OpenApi, every_reference_leads_somewhere) { check_references(document, document); }

TEST_F(OpenApi, every_code_of_the_catalogue_has_an_example) {
    for (const api::RefusalRow& row : api::refusals()) {
        const std::string at =
            "/components/examples/" + std::string{core::name_of(row.reject)} + "/value/code";
        std::string_view code;
        ASSERT_EQ(document.at_pointer(at).get(code), simdjson::SUCCESS) << at;
        EXPECT_EQ(code, core::name_of(row.reject));
    }
}

TEST_F(OpenApi, an_operation_tells_the_codes_that_it_may_refuse_with) {
    const std::string at =
        "/paths/~1v1~1orders/post/responses/422/content/application~1problem+json";
    std::string listed;
    for (const auto code : document.at_pointer(at + "/schema/properties/code/enum").get_array()) {
        listed += std::string{std::string_view{code}} + ' ';
    }
    EXPECT_NE(listed.find("insufficient_funds "), listed.npos) << listed;
    EXPECT_NE(listed.find("lot_filter "), listed.npos) << listed;
    EXPECT_EQ(listed.find("order_unknown "), listed.npos) << listed;
}

TEST(RowRefusals, of_a_key_never_reach_what_is_open_to_all) {
    const auto codes = api::refusals_of(api::operation("time"));
    EXPECT_EQ(std::ranges::find(codes, core::Reject::unauthorized), codes.end());
    EXPECT_EQ(std::ranges::find(codes, core::Reject::outcome_unknown), codes.end());
}

}  // namespace
