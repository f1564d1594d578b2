#include <cstdio>

int main() { std::puts("postern"); }
