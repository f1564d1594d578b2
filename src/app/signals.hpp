// Ctrl-C and SIGTERM as something to wait for.
#pragma once

namespace app {

// To be called first in main, before any thread is made: from then on both signals wait for
// wait_for_stop() instead of ending the process.
void hold_stop_signals();

// Sleeps until one of them comes.
void wait_for_stop();

}  // namespace app
