# As machine code over machine words, a call of such a function that does nothing, unrolled a hundred times, to reduce
# the cost of the loop. `operations` is a multiple of a hundred.


@micropython.viper
def nothing():
    pass


@micropython.viper
def run(operations: int) -> int:
    function = nothing
    calls = 0
    for _ in range(operations // 100):
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        calls += 100
    return calls
