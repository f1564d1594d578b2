// The Binance dialect: the operations of the house in the words of Binance Spot's clients.
//
//     BinanceDialect dialect{house, gate, budget};
//     Front front{house, {&native, &dialect}, options};
//
// Each request is judged in the order that its clients know: path and method, weight, key, time,
// signature, what the key may do, parameters, market, filters, engine. docs/api/binance.md says
// what is served and what differs.
//
// Threads: any, at once.
#pragma once

#include "api/access/budget.hpp"
#include "api/access/gate.hpp"
#include "api/dialects/binance/listen_keys.hpp"
#include "api/dialects/dialect.hpp"
#include "api/dialects/touches.hpp"
#include "api/operations/house.hpp"

namespace api {

class BinanceDialect final : public Dialect {
  public:
    BinanceDialect(House& house, Gate& gate, BinanceBudget& budget)
        : house_{house}, gate_{gate}, budget_{budget}, listen_keys_{house.randomness} {}

    bool owns(std::string_view path) const override;
    void handle(const Request& request, Reply reply) override;
    Response refuse(core::Reject why, std::string_view request_id) const override;

    // By which streams know who may listen to what.
    binance::ListenKeys& listen_keys() { return listen_keys_; }

  private:
    House& house_;
    Gate& gate_;
    BinanceBudget& budget_;
    Touches touches_;
    binance::ListenKeys listen_keys_;
};

}  // namespace api
