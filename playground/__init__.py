"""An embedded Discord on loopback: REST and Gateway v10 as far as a bot on discord.py uses them."""
