// The acts that wait for a second person. One that was decided or expired is gone from here; the
// record has it.
//
// Part of the state: changed by apply() alone. Ids count from 1; a removed id is not used again.
// Cost     all O(log proposals); == compares encodings.
#pragma once

#include <map>

#include "core/types/event.hpp"

namespace core {

inline constexpr Duration proposal_kept = hours(72);

class Proposals {
  public:
    ProposalId next_id() const { return ProposalId{last_.value + 1}; }

    void add(const Proposal& proposal);  // its id is next_id()
    void remove(ProposalId id);          // must exist
    // From a snapshot: those that wait, in the order of their ids, and the last id given.
    void restore(const Proposal& proposal);
    void restore_last(ProposalId last) { last_ = last; }
    ProposalId last() const { return last_; }

    const Proposal* find(ProposalId id) const;  // nullptr when there is none
    const std::map<ProposalId, Proposal>& all() const { return proposals_; }

    friend bool operator==(const Proposals& a, const Proposals& b);

  private:
    std::map<ProposalId, Proposal> proposals_;
    ProposalId last_;
};

}  // namespace core
