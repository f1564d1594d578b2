// The documents that customers handed in. Their bytes are in the vault; here is what they are and
// what their hash was.
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps; none is removed, and
// a customer has at most documents_max.
// Cost     of: O(documents of that customer); the others O(1).
#pragma once

#include <vector>

#include "base/belongings.hpp"
#include "core/types/onboarding.hpp"

namespace core {

inline constexpr std::size_t documents_max = 50;  // of one customer

class Documents {
  public:
    DocumentId next_id() const;

    void add(const Document& document);  // its id is next_id()

    const Document* find(DocumentId id) const;              // nullptr when there is none
    std::vector<DocumentId> of(CustomerId customer) const;  // oldest first
    const std::vector<Document>& all() const { return documents_; }

    friend bool operator==(const Documents& a, const Documents& b) {
        return a.documents_ == b.documents_;
    }

  private:
    std::vector<Document> documents_;
    base::Belongings<CustomerId, DocumentId> of_customer_;  // follows from documents_
};

}  // namespace core
