#include "views/audit/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace views {
namespace {

using journal::Hash;
using Leaves = std::vector<Hash>;

// The definition of RFC 6962, section 2.1, word for word.
Hash naive_root(std::span<const Hash> leaves) {
    MerkleHasher hasher;
    if (leaves.empty()) return hasher.nothing();
    if (leaves.size() == 1) return leaves.front();
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    return hasher.node(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

std::vector<Hash> naive_proof(std::span<const Hash> leaves, std::size_t m) {
    if (leaves.size() <= 1) return {};
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    const bool is_left = m < k;
    std::vector<Hash> path =
        is_left ? naive_proof(leaves.first(k), m) : naive_proof(leaves.subspan(k), m - k);
    path.push_back(naive_root(is_left ? leaves.subspan(k) : leaves.first(k)));
    return path;
}

Leaves leaves_of(std::size_t count) {
    MerkleHasher hasher;
    Leaves leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(hasher.leaf(base::as_bytes("record " + std::to_string(i))));
    }
    return leaves;
}

Hash incremental_root(const Leaves& leaves) {
    MerkleRoot running;
    for (const Hash& leaf : leaves) running.add(leaf);
    return running.root();
}

TEST(Merkle, hashes_as_the_standard_does) {
    MerkleHasher hasher;
    EXPECT_EQ(base::format_hex(hasher.nothing()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // SHA-256 of one zero byte: the leaf of an empty record.
    EXPECT_EQ(base::format_hex(hasher.leaf({})),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, a_root_that_grows_is_the_root_of_all) {
    for (std::size_t count = 0; count <= 70; ++count) {
        const Leaves leaves = leaves_of(count);
        ASSERT_EQ(incremental_root(leaves), naive_root(leaves)) << count;
        ASSERT_EQ(MerkleTree{leaves}.root(), naive_root(leaves)) << count;
    }
}

TEST(Merkle, every_leaf_of_every_small_tree_has_the_proof_of_the_standard) {
    for (std::size_t count = 1; count <= 40; ++count) {
        const Leaves leaves = leaves_of(count);
        const MerkleTree tree{leaves};
        for (std::size_t i = 0; i < count; ++i) {
            const auto proof = tree.proof(i);
            ASSERT_EQ(proof, naive_proof(leaves, i));
            ASSERT_EQ(root_from_proof(leaves[i], i, count, proof), tree.root());
        }
    }
}

RC_GTEST_PROP(Merkle, a_large_tree_agrees_with_the_naive_one, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 700);
    const auto index = *rc::gen::inRange<std::size_t>(0, count);
    const Leaves leaves = leaves_of(count);
    const MerkleTree tree{leaves};
    RC_ASSERT(tree.root() == naive_root(leaves));
    RC_ASSERT(incremental_root(leaves) == naive_root(leaves));
    RC_ASSERT(tree.proof(index) == naive_proof(leaves, index));
}

RC_GTEST_PROP(Merkle, a_proof_fits_one_leaf_one_place_and_one_tree, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(2, 200);
    const auto index = *rc::gen::inRange<std::size_t>(0, count);
    const Leaves leaves = leaves_of(count);
    const MerkleTree tree{leaves};
    auto proof = tree.proof(index);

    const auto other = *rc::gen::inRange<std::size_t>(0, count);
    if (other != index) {
        RC_ASSERT(root_from_proof(leaves[index], other, count, proof) != tree.root());
        RC_ASSERT(root_from_proof(leaves[other], index, count, proof) != tree.root());
    }
    const auto at = *rc::gen::inRange<std::size_t>(0, proof.size());
    const auto bit = *rc::gen::inRange<std::size_t>(0, 256);
    auto flipped = proof;
    flipped[at][bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    RC_ASSERT(root_from_proof(leaves[index], index, count, flipped) != tree.root());

    proof.push_back(leaves[0]);
    RC_ASSERT(!root_from_proof(leaves[index], index, count, proof));
    RC_ASSERT(!root_from_proof(leaves[index], count, count, tree.proof(index)));
}

}  // namespace
}  // namespace views
