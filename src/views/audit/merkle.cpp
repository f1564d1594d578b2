#include "views/audit/merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.hpp"

namespace views {

using journal::Hash;

Hash MerkleHasher::leaf(base::BytesView record) {
    constexpr std::array<std::uint8_t, 1> mark{0};
    return sha256_.of(mark, record);
}

Hash MerkleHasher::node(const Hash& left, const Hash& right) {
    std::array<std::uint8_t, 1 + 2 * sizeof(Hash)> bytes{1};
    std::ranges::copy(left, bytes.begin() + 1);
    std::ranges::copy(right, bytes.begin() + 1 + sizeof(Hash));
    return sha256_.of(bytes);
}

// As in binary addition: two full trees of one size become one of twice the size.
void MerkleRoot::add(Hash leaf) {
    for (std::uint64_t carried = size_; carried & 1; carried >>= 1) {
        leaf = hasher_.node(peaks_.back(), leaf);
        peaks_.pop_back();
    }
    peaks_.push_back(leaf);
    ++size_;
}

Hash MerkleRoot::root() {
    if (peaks_.empty()) return hasher_.nothing();
    Hash right = peaks_.back();
    for (auto left = peaks_.rbegin() + 1; left != peaks_.rend(); ++left) {
        right = hasher_.node(*left, right);
    }
    return right;
}

void MerkleRoot::clear() {
    peaks_.clear();
    size_ = 0;
}

MerkleTree::MerkleTree(std::vector<Hash> leaves) {
    MerkleHasher hasher;
    if (leaves.empty()) {
        root_ = hasher.nothing();
        return;
    }
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) {
        const std::vector<Hash>& below = levels_.back();
        std::vector<Hash> level;
        level.reserve((below.size() + 1) / 2);
        for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
            level.push_back(hasher.node(below[i], below[i + 1]));
        }
        if (below.size() % 2 == 1) level.push_back(below.back());
        levels_.push_back(std::move(level));
    }
    root_ = levels_.back().front();
}

std::vector<Hash> MerkleTree::proof(std::uint64_t index) const {
    CHECK(index < size());
    std::vector<Hash> beside;
    for (const std::vector<Hash>& level : levels_) {
        const std::uint64_t neighbour = index ^ 1;
        if (neighbour < level.size()) beside.push_back(level[neighbour]);
        index >>= 1;
    }
    return beside;
}

std::optional<Hash> root_from_proof(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> proof) {
    if (index >= size) return std::nullopt;
    MerkleHasher hasher;
    Hash hash = leaf;
    for (std::uint64_t width = size; width > 1; width = (width + 1) / 2, index >>= 1) {
        if ((index ^ 1) >= width) continue;  // no neighbour: carried up
        if (proof.empty()) return std::nullopt;
        hash = index & 1 ? hasher.node(proof.front(), hash) : hasher.node(hash, proof.front());
        proof = proof.subspan(1);
    }
    if (!proof.empty()) return std::nullopt;
    return hash;
}

}  // namespace views
