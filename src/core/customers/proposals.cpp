#include "core/customers/proposals.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/codec.hpp"

namespace core {
namespace {

base::Bytes bytes_of(const Proposal& proposal) {
    base::Bytes bytes;
    base::encode(bytes, proposal);
    return bytes;
}

}  // namespace

void Proposals::add(const Proposal& proposal) {
    CHECK(proposal.id == next_id());
    last_ = proposal.id;
    restore(proposal);
}

void Proposals::remove(ProposalId id) { CHECK(proposals_.erase(id) == 1); }

void Proposals::restore(const Proposal& proposal) {
    const bool is_new = proposals_.emplace(proposal.id, proposal).second;
    CHECK(is_new);
}

const Proposal* Proposals::find(ProposalId id) const {
    const auto found = proposals_.find(id);
    return found == proposals_.end() ? nullptr : &found->second;
}

bool operator==(const Proposals& a, const Proposals& b) {
    return a.last_ == b.last_ &&
           std::ranges::equal(a.proposals_, b.proposals_, [](const auto& one, const auto& other) {
               return bytes_of(one.second) == bytes_of(other.second);
           });
}

}  // namespace core
