#include "core/access/incidents.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

Incident about(IncidentId id, KeyId key) {
    return {.id = id,
            .kind = IncidentKind::key_compromised,
            .customer = CustomerId{1},
            .key = key,
            .by = {},
            .opened_at = Timestamp{1}};
}

TEST(Incidents, are_open_until_they_are_closed) {
    Incidents incidents;
    incidents.add(about(IncidentId{1}, KeyId{5}));
    incidents.add(about(incidents.next_id(), KeyId{6}));
    EXPECT_EQ(incidents.open_of(KeyId{6})->id, IncidentId{2});
    incidents.close(IncidentId{2}, Timestamp{9});
    EXPECT_EQ(incidents.open_of(KeyId{6}), nullptr);
    EXPECT_EQ(incidents.find(IncidentId{2})->closed_at, Timestamp{9});
    EXPECT_EQ(incidents.open_of(KeyId{5})->id, IncidentId{1});
    EXPECT_EQ(incidents.find(IncidentId{3}), nullptr);
    EXPECT_EQ(incidents.find(IncidentId{0}), nullptr);
}

TEST(Incidents, of_a_key_may_be_several_one_after_the_other) {
    Incidents incidents;
    incidents.add(about(IncidentId{1}, KeyId{5}));
    incidents.close(IncidentId{1}, Timestamp{2});
    incidents.add(about(IncidentId{2}, KeyId{5}));
    EXPECT_EQ(incidents.open_of(KeyId{5})->id, IncidentId{2});
    EXPECT_EQ(incidents.all().size(), 2U);
}

}  // namespace
}  // namespace core
