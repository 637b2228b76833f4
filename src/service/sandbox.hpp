// What a process gives up before it reads what others sent.
#pragma once

namespace lihi::service {

// From here on it reads and writes the descriptors that it has, and asks for memory: any other system call
// ends it. False when that cannot be had. Built with a sanitizer, which needs more, it keeps its system
// calls.
[[nodiscard]] bool enter_sandbox() noexcept;

} // namespace lihi::service
