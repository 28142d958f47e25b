# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion for cipsoctl: commands from its own help, DOIs, domains, interfaces
# and namespaces as they are now.
#
# Names come from whoever may give them and can be written like a command: they
# are compared as they are, never handed to what expands words (compgen -W), and
# quoted where they are put on the command line.

# The synopsis lines of the help, as "OBJECT[|ALIAS] [VERB] WORDS..."
_cipsoctl_synopsis() {
	cipsoctl help 2> /dev/null |
		awk '/^Commands:/ { on = 1; next } on && /^ ? ?[a-z]/ { print }
			on && /^          [^ ]/ { print }'
}

_cipsoctl_objects() {
	_cipsoctl_synopsis | awk '/^  [a-z]/ { gsub(/\|/, "\n", $1); print $1 }' |
		sort -u
}

# The verbs of an object; one that is a command by itself has none.
_cipsoctl_verbs() {
	_cipsoctl_synopsis | awk -v object="$1" '
		/^  [a-z]/ {
			n = split($1, names, "|")
			for (i = 1; i <= n; i++)
				if (names[i] == object && $2 ~ /^[a-z]+$/)
					verbs[$2]
				else if (names[i] == object)
					none = 1
		}
		END { if (!none) for (verb in verbs) print verb }' | sort
}

# The words that may follow: keys end in a colon, the rest are whole.
_cipsoctl_words() {
	_cipsoctl_synopsis | awk -v object="$1" -v verb="$2" '
		/^  [a-z]/ {
			on = 0
			n = split($1, names, "|")
			for (i = 1; i <= n; i++)
				if (names[i] == object && (verb == "" || $2 == verb))
					on = 1
		}
		on {
			line = $0
			sub(/^  [a-z|0-9-]+/, "", line)
			gsub(/[][]/, " ", line)
			gsub(/\|/, " ", line)
			n = split(line, word, " ")
			for (i = 1; i <= n; i++) {
				if (word[i] == object || word[i] == verb)
					continue
				if (word[i] ~ /^[a-z]+,/)
					continue
				sub(/,.*/, "", word[i])
				if (word[i] ~ /^--[a-z-]+$/ || word[i] ~ /^[a-z]+$/)
					print word[i]
				else if (match(word[i], /^[a-z]+:/))
					print substr(word[i], 1, RLENGTH)
			}
		}' | sort -u
}

_cipsoctl_netns_dir=/run/netns

# The names in a directory; none when there is no such directory.
_cipsoctl_names() {
	local path

	for path in "$1"/*; do
		[ ! -e "$path" ] || printf '%s\n' "${path##*/}"
	done
}

# What is said of the namespace, as flags of cipsoctl, is in "ask".
_cipsoctl_interfaces() {
	local i

	for ((i = 0; i < ${#ask[@]}; i++)); do
		[ "${ask[i]}" = -n ] || continue
		ip -n "${ask[i + 1]}" -o link show 2> /dev/null |
			sed 's/^[0-9]*: \([^:]*\):.*/\1/; s/@[^@]*$//'
		return
	done
	_cipsoctl_names /sys/class/net
}

_cipsoctl_values() {
	case $1 in
	doi) cipsoctl "${ask[@]}" cipso list 2> /dev/null | tr ' ' '\n' | sed -n 's/,.*//p' ;;
	domain)
		cipsoctl "${ask[@]}" map list 2> /dev/null | tr ' ' '\n' |
			sed -n 's/^domain:"\([^"]*\)".*/\1/p'
		;;
	interface) _cipsoctl_interfaces ;;
	family) printf '%s\n' 4 6 ;;
	protocol)
		echo unlbl
		cipsoctl "${ask[@]}" cipso list 2> /dev/null | tr ' ' '\n' |
			sed -n 's/^\([0-9]*\),.*/cipso,\1/p'
		;;
	esac
}

# Offer those lines of standard input that begin with a word, as they are or as
# they look once they are quoted.
_cipsoctl_offer() {
	local name quoted

	while IFS= read -r name; do
		quoted=$name
		[[ $name =~ ^[A-Za-z0-9_.,:=/+-]+$ ]] || printf -v quoted %q "$name"
		[[ $name != "$1"* && $quoted != "$1"* ]] || COMPREPLY+=("$quoted")
	done
}

# The value of a flag
_cipsoctl_flag() {
	case $1 in
	n)
		_cipsoctl_offer "$2" < <(_cipsoctl_names "$_cipsoctl_netns_dir")
		[[ $2 != */* ]] || _cipsoctl_offer "$2" < <(compgen -f -- "$2" | sort)
		;;
	b) _cipsoctl_offer "$2" < <(compgen -f -- "$2" | sort) ;;
	esac
}

# Read the flag before[i]. What lists need of it goes to "ask"; "flag" is its
# letter when the value is the word that is being completed.
_cipsoctl_flags() {
	local letters=${before[i]#-} value

	case ${before[i]} in
	-force | --prefix=*) letters='' ;;
	--prefix) letters=P ;;
	--*) letters='' ;;
	esac
	[[ ${before[i]} != --prefix=* ]] || ask+=("${before[i]}")
	for (( ; ${#letters}; )); do
		flag=${letters:0:1} letters=${letters:1}
		[[ $flag == [bntP] ]] || continue
		value=$letters letters=''
		if [ -z "$value" ]; then
			i=$((i + 1))
			[ "$i" -lt "${#before[@]}" ] || return
			value=${before[i]}
		fi
		case $flag in
		n) ask+=(-n "$value") ;;
		P) ask+=(--prefix "$value") ;;
		esac
	done
	flag=''
}

_cipsoctl() {
	local line word object='' verb='' flag='' before ask=() i
	# A colon splits words for completion; it is part of one here.
	line=${COMP_LINE:0:COMP_POINT}
	word=${line##*[[:space:]]}
	read -ra before <<< "${line%"$word"}"
	COMPREPLY=()
	for ((i = 1; i < ${#before[@]}; i++)); do
		if [ -z "$object" ] && [[ ${before[i]} == -* ]]; then
			_cipsoctl_flags
		elif [ -z "$object" ]; then
			object=${before[i]}
		elif [ -z "$verb" ] && [[ ${before[i]} != -* ]]; then
			verb=${before[i]}
		fi
	done

	if [ -n "$flag" ]; then
		_cipsoctl_flag "$flag" "$word"
	elif [[ $word == *:* ]]; then
		_cipsoctl_offer "${word#*:}" < <(_cipsoctl_values "${word%%:*}")
	elif [ -z "$object" ]; then
		_cipsoctl_offer "$word" < <(_cipsoctl_objects)
	elif [ -z "$verb" ] && [ -n "$(_cipsoctl_verbs "$object")" ]; then
		_cipsoctl_offer "$word" < <(_cipsoctl_verbs "$object")
	else
		[ -n "$(_cipsoctl_verbs "$object")" ] || verb=
		_cipsoctl_offer "$word" < <(_cipsoctl_words "$object" "$verb")
		case $object in
		apply | sync | check) _cipsoctl_offer "$word" < <(compgen -f -- "$word" | sort) ;;
		esac
	fi
	[[ ${COMPREPLY[0]-} != *: ]] || compopt -o nospace 2> /dev/null
}

complete -F _cipsoctl cipsoctl
