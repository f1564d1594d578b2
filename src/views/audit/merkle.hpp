// Merkle trees as in RFC 6962: one hash over many records, and a short proof for each that it is
// among them.
//
//     leaf = SHA-256(0x00 record)              root
//     node = SHA-256(0x01 left right)          |-- node
//                                              |   |-- leaf 0
//                                              |   `-- leaf 1
//                                              `-- leaf 2
//
//     MerkleRoot running;                    // while records come
//     running.add(hasher.leaf(bytes));
//     running.root()
//
//     const MerkleTree tree{leaves};         // when proofs are wanted
//     root_from_proof(leaves[1], 1, 3, tree.proof(1)) == tree.root()
//
// The first leaves of a tree of n fill the largest power of two below n; the rest is a tree of its
// own to their right. The root of no leaves is SHA-256 of nothing.
//
// Cost     add: two hashes of 65 bytes on average. proof: nothing but copying log2(n) hashes.
// Memory   MerkleRoot: at most 64 hashes. MerkleTree: two hashes per leaf.
// Threads  one at a time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "journal/sha256.hpp"

namespace views {

class MerkleHasher {
  public:
    journal::Hash leaf(base::BytesView record);
    journal::Hash node(const journal::Hash& left, const journal::Hash& right);
    journal::Hash nothing() { return sha256_.of({}); }

  private:
    journal::Sha256 sha256_;
};

// Grows by one leaf at a time and forgets the leaves.
class MerkleRoot {
  public:
    void add(journal::Hash leaf);
    journal::Hash root();
    std::uint64_t size() const { return size_; }
    void clear();

  private:
    MerkleHasher hasher_;
    std::vector<journal::Hash> peaks_;  // roots of full trees, largest first: one per bit of size_
    std::uint64_t size_{};
};

// All of one tree, for proofs.
class MerkleTree {
  public:
    explicit MerkleTree(std::vector<journal::Hash> leaves);

    journal::Hash root() const { return root_; }
    std::uint64_t size() const { return levels_.empty() ? 0 : levels_.front().size(); }
    // The hashes beside the way from a leaf up to the root, lowest first.
    std::vector<journal::Hash> proof(std::uint64_t index) const;

  private:
    std::vector<std::vector<journal::Hash>> levels_;  // leaves first; a last one without a
                                                      // neighbour is carried up as it is
    journal::Hash root_;
};

// The root that a proof leads to; nothing if it has not exactly the length that belongs to the
// place.
std::optional<journal::Hash> root_from_proof(const journal::Hash& leaf, std::uint64_t index,
                                             std::uint64_t size,
                                             std::span<const journal::Hash> proof);

}  // namespace views
