// The wallet as it is: balances, what may be done with them, and empty histories of what this house
// has no machinery for: no network is open for deposits or withdrawals, and there is no second
// wallet to move money to. Whoever asks for such a movement is told so in Binance's words.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

// --- the account and its assets

Result<Answered> account_status(const Asked& asked);    // GET /sapi/v1/account/status
Result<Answered> trading_status(const Asked& asked);    // GET /sapi/v1/account/apiTradingStatus
Result<Answered> account_info(const Asked& asked);      // GET /sapi/v1/account/info
Result<Answered> account_snapshot(const Asked& asked);  // GET /sapi/v1/accountSnapshot
Result<Answered> asset_detail(const Asked& asked);      // GET /sapi/v1/asset/assetDetail
Result<Answered> user_assets(const Asked& asked);       // POST /sapi/v3/asset/getUserAsset
Result<Answered> wallet_balance(const Asked& asked);    // GET /sapi/v1/asset/wallet/balance
Result<Answered> no_dividends(const Asked& asked);      // GET /sapi/v1/asset/assetDividend
Result<Answered> no_dust(const Asked& asked);           // GET /sapi/v1/asset/dribblet
Result<Answered> no_transfers(const Asked& asked);      // GET /sapi/v1/asset/transfer
Result<Answered> transfer(const Asked& asked);          // POST /sapi/v1/asset/transfer

// --- capital

Result<Answered> deposit_address(const Asked& asked);  // GET /sapi/v1/capital/deposit/address
Result<Answered> no_such_rows(const Asked& asked);     // histories and lists of a coin, if named
Result<Answered> withdraw_quota(const Asked& asked);   // GET /sapi/v1/capital/withdraw/quota
Result<Answered> withdraw(const Asked& asked);         // POST /sapi/v1/capital/withdraw/apply

// --- the travel rule

Result<Answered> withdraw_by_rule(const Asked& asked);  // POST /sapi/v1/localentity/withdraw/apply
Result<Answered> provide_info(const Asked& asked);      // PUT /sapi/v1/localentity/...provide-info
Result<Answered> provide_info_2(const Asked& asked);    // PUT /sapi/v2/localentity/...provide-info
Result<Answered> questionnaire(const Asked& asked);     // GET .../questionnaire-requirements
Result<Answered> no_countries(const Asked& asked);      // GET .../country/list
Result<Answered> no_regions(const Asked& asked);        // GET .../region/list

}  // namespace api::binance
