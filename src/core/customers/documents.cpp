#include "core/customers/documents.hpp"

#include "base/check.hpp"

namespace core {

DocumentId Documents::next_id() const { return DocumentId{documents_.size() + 1}; }

void Documents::add(const Document& document) {
    CHECK(document.id == next_id());
    documents_.push_back(document);
    of_customer_.add(document.customer, document.id);
}

const Document* Documents::find(DocumentId id) const {
    if (id.value == 0 || id.value > documents_.size()) return nullptr;
    return &documents_[id.value - 1];
}

std::vector<DocumentId> Documents::of(CustomerId customer) const {
    return of_customer_.of(customer);
}

}  // namespace core
