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

constexpr SchemaMember logged_request[] = {
    {"time", "time", "when it came"},
    {"request_id", "text"},
    {"customer_id", "id?", "whose key or session it was, if anybody's that we know"},
    {"user_id", "id?"},
    {"key", "text", "as it was sent"},
    {"ip", "text", "", "192.0.2.7"},
    {"method", "text", "", "POST"},
    {"operation", "text", "", "orders.place"},
    {"status", "integer", "of HTTP"},
    {"latency_us", "integer", "until the reply left"},
    {"told", "text?", "the code that the caller heard, if any"},
    {"code", "text?", "the exact cause"},
    {"surface", "api|web|bot|system|cli"},
    {"dialect", "native|binance"},
};

constexpr SchemaMember recorded_command[] = {
    {"sequence", "id", "of the record in the journal"},
    {"time", "time"},
    {"customer_id", "id?"},
    {"account_id", "id?"},
    {"key_id", "id?"},
    {"user_id", "id?"},
    {"session_id", "id?"},
    {"surface", "text", "", "api"},
    {"command", "text", "", "SetKeyStatus"},
    {"code", "text?", "why it was rejected, if it was"},
};

constexpr Schema all[] = {
    {"Customer", "A customer as the operator sees him.", customer},
    {"Account", "An account as the operator sees it.", account},
    {"HouseMarket", "What may be done in a market now.", house_market},
    {"HouseStatus", "How the house stands.", house_status},
    {"Refused", "Somebody who was turned away.", refused},
    {"LoggedRequest", "One line of the access log.", logged_request},
    {"RecordedCommand", "What somebody asked of the house.", recorded_command},
};

}  // namespace

std::span<const Schema> operator_schemas() { return all; }

}  // namespace api
