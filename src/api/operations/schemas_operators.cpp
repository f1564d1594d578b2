// What only the operator is told, through the control socket.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember customer[] = {
    {"customer_id", "id"},
    {"verified", "boolean"},
    {"suspended", "boolean"},
    {"created_at", "time"},
};

constexpr SchemaMember account[] = {
    {"account_id", "id"},
    {"customer_id", "id"},
    {"open_orders", "integer"},
};

constexpr SchemaMember house_market[] = {
    {"market", "market"},
    {"mode", "halt|cancel_only|auction|open"},
};

constexpr SchemaMember house_status[] = {
    {"environment", "live|test"},
    {"sequence", "id"},
    {"time", "time"},
    {"customers", "integer", "how many"},
    {"keys", "integer", "how many"},
    {"open_orders", "integer", "how many"},
    {"history_sequence", "id", "how far the history has come"},
    {"history_trouble", "text", "why it goes no further; empty when it does"},
    {"markets", "[HouseMarket]"},
};

constexpr SchemaMember refused[] = {
    {"time", "time"},
    {"code", "text", "the exact cause", "signature_invalid"},
    {"told", "text", "what the caller heard", "unauthorized"},
    {"operation", "text", "", "orders.place"},
    {"key", "text", "as it was sent"},
    {"ip", "text", "", "192.0.2.7"},
    {"request_id", "text"},
};

constexpr Schema all[] = {
    {"Customer", "A customer as the operator sees him.", customer},
    {"Account", "An account as the operator sees it.", account},
    {"HouseMarket", "What may be done in a market now.", house_market},
    {"HouseStatus", "How the house stands.", house_status},
    {"Refused", "Somebody who was turned away.", refused},
};

}  // namespace

std::span<const Schema> operator_schemas() { return all; }

}  // namespace api
